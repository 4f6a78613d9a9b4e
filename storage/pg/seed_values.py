"""What a new record begins with: agencies, categories and places, and the demo's people."""

from dataclasses import dataclass

from storage.model.people import Role
from storage.model.tickets import Priority

AGENCIES: tuple[tuple[str, str], ...] = (
    ("dishub", "Dishub"),
    ("satpolpp", "Satpol PP"),
    ("damkar", "Damkar"),
    ("kebersihan", "Kebersihan"),
    ("pupr", "PUPR"),
    ("polri", "Polri"),
)
"""Code and name."""

CATEGORIES: tuple[tuple[str, str, str, Priority, str], ...] = (
    ("congestion", "Kemacetan", "Congestion", Priority.MEDIUM, "dishub"),
    ("stopped_vehicle", "Kendaraan mogok", "Stopped vehicle", Priority.HIGH, "dishub"),
    ("accident", "Kecelakaan", "Accident", Priority.CRITICAL, "polri"),
    ("fire", "Kebakaran", "Fire", Priority.CRITICAL, "damkar"),
    ("flood", "Banjir", "Flood", Priority.HIGH, "damkar"),
    ("fallen_tree", "Pohon tumbang", "Fallen tree", Priority.HIGH, "kebersihan"),
    ("waste", "Sampah menumpuk", "Waste", Priority.LOW, "kebersihan"),
    ("road_damage", "Jalan rusak", "Road damage", Priority.MEDIUM, "pupr"),
    ("streetlight", "Lampu jalan mati", "Streetlight out", Priority.LOW, "dishub"),
    ("public_order", "Ketertiban umum", "Public order", Priority.MEDIUM, "satpolpp"),
    ("camera_fault", "Gangguan kamera", "Camera fault", Priority.LOW, "dishub"),
    ("other", "Lainnya", "Other", Priority.LOW, "satpolpp"),
)
"""Code, Indonesian name, English name, default priority, the agency that usually answers."""

KECAMATAN: tuple[str, ...] = (
    "Babelan",
    "Bojongmangu",
    "Cabangbungin",
    "Cibarusah",
    "Cibitung",
    "Cikarang Barat",
    "Cikarang Pusat",
    "Cikarang Selatan",
    "Cikarang Timur",
    "Cikarang Utara",
    "Karang Bahagia",
    "Kedung Waringin",
    "Muaragembong",
    "Pebayuran",
    "Serang Baru",
    "Setu",
    "Sukakarya",
    "Sukatani",
    "Sukawangi",
    "Tambelang",
    "Tambun Selatan",
    "Tambun Utara",
    "Tarumajaya",
)
"""The 23 districts of Kabupaten Bekasi."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo city; `agency` is a code, for the role agency alone."""

    login: str
    name: str
    role: Role
    agency: str | None = None


DEMO_PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("operator1", "Operator 1", Role.OPERATOR),
    DemoPerson("operator2", "Operator 2", Role.OPERATOR),
    DemoPerson("operator3", "Operator 3", Role.OPERATOR),
    DemoPerson("supervisor1", "Supervisor 1", Role.SUPERVISOR),
    DemoPerson("administrator1", "Administrator 1", Role.ADMINISTRATOR),
    *(DemoPerson(f"{code}1", f"Petugas {name}", Role.AGENCY, code) for code, name in AGENCIES),
    DemoPerson("wall1", "Layar dinding", Role.WALL),
    DemoPerson("auditor1", "Auditor 1", Role.AUDITOR),
    DemoPerson("intake1", "Penerima laporan", Role.INTAKE),
)

DEMO_STATION = ("station1", "Stasiun demo")
"""Login and name."""
