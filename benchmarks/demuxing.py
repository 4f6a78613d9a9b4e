"""Reads packets of some streams and throws them away, a thread each: libav's floor (for benchmarks/peers.py).

python -m benchmarks.demuxing URL ...
"""

import sys
import threading

import av


def read(url: str) -> None:
    options = {
        "rtsp_transport": "tcp",
        "allowed_media_types": "video",
        "analyzeduration": "200000",
        "probesize": "200000",
    }
    with av.open(url, options=options) as container:
        for _ in container.demux(container.streams.video[0]):
            pass


def main() -> None:
    threads = [threading.Thread(target=read, args=(url,)) for url in sys.argv[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
