"""What a new record begins with: agencies, categories and places, and the demo's people."""

from dataclasses import dataclass

from storage.model.crews import UnitKind
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
    ("street_vendors", "Pedagang kaki lima", "Street vendors", Priority.MEDIUM, "satpolpp"),
    ("crowd", "Kerumunan massa", "Crowd", Priority.HIGH, "polri"),
    ("crime", "Tindak kejahatan", "Crime in progress", Priority.CRITICAL, "polri"),
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


AREAS_FILE = "kabupaten-bekasi.csv"
"""Of resources/places: its 187 desa and kelurahan."""

DEMO_LANDMARKS: tuple[tuple[str, str, str, float, float], ...] = (
    ("SGC Cikarang", "Cikarang Utara", "Cikarangkota", -6.26090, 107.15260),
    ("Stasiun Cikarang", "Cikarang Utara", "Karangasih", -6.25540, 107.14490),
    ("Pasar Baru Cikarang", "Cikarang Utara", "Cikarangkota", -6.25780, 107.14660),
    ("Masjid Al-Ikhlas", "Cikarang Utara", "Karangbaru", -6.26520, 107.14400),
    ("Gerbang Tol Cikarang Barat", "Cikarang Barat", "Gandamekar", -6.29900, 107.08630),
    ("Terminal Kalijaya", "Cikarang Barat", "Kalijaya", -6.25450, 107.11930),
    ("Fly Over Tegal Gede", "Cikarang Selatan", "Pasirsari", -6.30570, 107.14090),
    ("Bundaran Tegal Gede", "Cikarang Selatan", "Pasirsari", -6.30810, 107.14150),
    ("Plaza Pemda Kabupaten Bekasi", "Cikarang Pusat", "Sukamahi", -6.36540, 107.17310),
    ("Stadion Wibawa Mukti", "Cikarang Timur", "Sertajaya", -6.32980, 107.16630),
    ("Jembatan Kalimalang Cibitung", "Cibitung", "Wanasari", -6.26230, 107.09320),
    ("Stasiun Cibitung", "Cibitung", "Wanasari", -6.26080, 107.08310),
    ("RSUD Kabupaten Bekasi", "Cibitung", "Wanasari", -6.25870, 107.09010),
    ("Pasar Induk Cibitung", "Cibitung", "Wanajaya", -6.25560, 107.08770),
    ("SPBU Gatot Subroto", "Cikarang Utara", "Karangraharja", -6.27060, 107.15720),
)
"""Name, kecamatan, desa, latitude, longitude: near the demo's cameras, not surveyed."""

DEMO_UNITS: tuple[tuple[str, str, UnitKind], ...] = (
    ("dishub", "Dishub 1", UnitKind.CREW),
    ("dishub", "Derek 1", UnitKind.VEHICLE),
    ("satpolpp", "Praja 1", UnitKind.CREW),
    ("damkar", "Damkar 1", UnitKind.VEHICLE),
    ("damkar", "Damkar 2", UnitKind.VEHICLE),
    ("damkar", "Rescue 1", UnitKind.CREW),
    ("kebersihan", "Regu pohon 1", UnitKind.CREW),
    ("pupr", "Regu jalan 1", UnitKind.CREW),
    ("polri", "Lantas 1", UnitKind.VEHICLE),
)
"""Agency, call sign, kind."""

DEMO_CONTACTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("dishub", "Regu lalu lintas", "Perwira jaga", "021-555-0111", "Kanal 2"),
    ("dishub", "Bengkel dan derek", "Petugas derek", "021-555-0112", ""),
    ("satpolpp", "Pos komando Satpol PP", "Perwira jaga", "021-555-0121", "Kanal 3"),
    ("satpolpp", "Regu patroli", "Komandan regu", "021-555-0122", "Kanal 3"),
    ("damkar", "Pos induk Damkar", "Perwira jaga", "021-555-0131", "Kanal 4"),
    ("damkar", "Pos Cikarang Barat", "Komandan regu", "021-555-0132", "Kanal 4"),
    ("damkar", "Regu penyelamatan", "Komandan regu", "021-555-0133", "Kanal 5"),
    ("kebersihan", "Dinas Kebersihan", "Petugas piket", "021-555-0141", "Kanal 6"),
    ("kebersihan", "Regu pohon tumbang", "Mandor", "021-555-0142", "Kanal 6"),
    ("pupr", "Dinas PUPR", "Petugas piket", "021-555-0151", "Kanal 7"),
    ("pupr", "Regu jalan dan drainase", "Mandor", "021-555-0152", ""),
    ("polri", "Sentra pelayanan Polri", "Perwira jaga", "021-555-0161", "Kanal 1"),
    ("polri", "Unit laka lantas", "Perwira piket", "021-555-0162", "Kanal 1"),
)
"""Agency, name, duty, telephone, radio, in the order in which to call; the numbers are nobody's."""


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
