"""The person of these tests: how she is written, and what must be nowhere once she was erased."""

EMAIL, NAME, PHONE = "femke.vondeling@example.org", "Femke Vondeling", "06 1234 5678"
# Another address of hers, known as a second way to reach her; and that of a record that went up in hers.
OTHER, MERGED = "fv@privaat.example.org", "f.oud@werkgever.example.org"
TRACES = (
    "femke.vondeling@example.org", "femke@oud.example.org", OTHER, MERGED,
    "Femke Vondeling", "Femke_Vondeling", "Vondeling, Femke", "F. Vondeling", "@femkevond", "12345678", "1234 5678",
)  # fmt: skip
