"""The light of each time of day, and the colours of what stands in it; BGR, 0 to 255."""

from dataclasses import dataclass

from video.synthetic.scene import Light

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mood:
    """How light falls at one time of day."""

    zenith: Colour
    horizon: Colour
    ambient: Colour  # factors on every surface
    sun: float  # extra on surfaces that face it; 0 without shadows
    haze: Colour
    haze_at_m: float  # where haze hides two thirds
    lamps: float  # strength of street lamps, windows and headlights
    noise: float  # standard deviation of the sensor's noise, grey levels
    clouds: float


MOODS = {
    Light.DAY: Mood((216, 168, 112), (232, 218, 200), (0.80, 0.80, 0.82), 0.26, (222, 212, 198), 900, 0.0, 1.3, 0.8),
    Light.OVERCAST: Mood(
        (186, 178, 170), (208, 204, 199), (0.80, 0.79, 0.78), 0.0, (200, 197, 193), 420, 0.12, 1.7, 0.5
    ),
    Light.DUSK: Mood((112, 78, 62), (118, 148, 214), (0.52, 0.46, 0.45), 0.0, (118, 118, 146), 700, 0.62, 2.2, 0.7),
    Light.NIGHT: Mood((34, 22, 16), (62, 50, 46), (0.27, 0.23, 0.21), 0.0, (52, 45, 42), 520, 1.0, 2.9, 0.2),
}

LAMP_LIGHT: Colour = (0.52, 0.78, 1.0)  # sodium and warm LED
ASPHALT: Colour = (98, 95, 93)
CONCRETE: Colour = (158, 160, 162)
PAVING: Colour = (138, 146, 156)
MARKING: Colour = (214, 218, 220)
GRASS: Colour = (58, 108, 86)
EARTH: Colour = (92, 116, 134)
WATER: Colour = (104, 98, 78)
KERB_DARK: Colour = (48, 46, 46)
KERB_BRIGHT: Colour = (206, 208, 210)

WALLS: tuple[Colour, ...] = (
    (176, 186, 196),
    (150, 170, 190),
    (190, 196, 198),
    (140, 160, 148),
    (168, 160, 142),
    (120, 144, 176),
    (196, 192, 178),
)
SIGNS: tuple[Colour, ...] = (
    (52, 52, 196),
    (168, 104, 36),
    (60, 140, 52),
    (40, 150, 226),
    (120, 48, 110),
    (200, 196, 190),
)
ROOFS: tuple[Colour, ...] = ((62, 78, 150), (70, 92, 132), (96, 96, 100))
LEAVES: tuple[Colour, ...] = ((44, 92, 62), (52, 108, 78), (38, 80, 58), (60, 118, 96))

PAINTS: tuple[Colour, ...] = (
    (214, 214, 212),
    (226, 226, 224),
    (44, 42, 42),
    (66, 64, 62),
    (172, 172, 170),
    (150, 148, 146),
    (52, 44, 132),
    (128, 82, 50),
    (206, 206, 204),
    (96, 90, 84),
    (120, 132, 140),
    (50, 50, 160),
)
CARGO: tuple[Colour, ...] = ((170, 172, 170), (60, 110, 160), (120, 90, 50), (66, 120, 90), (180, 188, 194))
BUSES: tuple[Colour, ...] = ((190, 150, 60), (210, 208, 204), (70, 90, 190))
SHIRTS: tuple[Colour, ...] = (
    (60, 60, 170),
    (170, 120, 60),
    (70, 140, 80),
    (200, 200, 198),
    (60, 58, 60),
    (40, 150, 210),
    (150, 90, 140),
    (190, 180, 130),
)
