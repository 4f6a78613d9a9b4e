"""Dumb views: values in, signals out."""

from resources.singletons import keep_singletons

keep_singletons()
