"""The drawings of the house: simple lines in a 24 by 24 square, made for this product."""

PATHS = {
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.500v.5"/>',
    "ok": '<circle cx="12" cy="12" r="9"/><path d="m8 12.500 3 3 5.500-6.500"/>',
    "warning": '<path d="M12 4 2.500 20h19zM12 10v4.500M12 17v.5"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16v.5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "filter": '<circle cx="10.500" cy="10.500" r="6"/><path d="m15 15 5 5"/>',
    "search": '<circle cx="10.500" cy="10.500" r="6"/><path d="m15 15 5 5"/>',
    "left": '<path d="m14.500 6-6 6 6 6"/>',
    "right": '<path d="m9.500 6 6 6-6 6"/>',
    "up": '<path d="m6 14.500 6-6 6 6"/>',
    "down": '<path d="m6 9.500 6 6 6-6"/>',
    "sort": '<path d="m8 9.500 4-4 4 4M8 14.500l4 4 4-4"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "check": '<path d="m5 12.500 4.500 4.500L19 7"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "download": '<path d="M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14"/>',
    "upload": '<path d="M12 16V5M7.500 9 12 4.500 16.500 9M5 20h14"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.500l3.500 2"/>',
    "calendar": '<path d="M4.500 6h15v14h-15zM4.500 10.500h15M8.500 3.500V8M15.500 3.500V8"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500c1-4 4-6 7.500-6s6.500 2 7.500 6"/>',
    "phone": (
        '<path d="M6 3.500h3l1.500 4.500-2 1.500c1 2.500 3.500 5 6 6l1.500-2 4.500 1.500v3'
        'c0 1.500-1 2-2.500 2C10 20 4 14 4 6c0-1.500.5-2.500 2-2.500z"/>'
    ),
    "mail": '<path d="M3.500 6h17v12.500h-17zM3.500 7l8.500 6.500L20.500 7"/>',
    "chart": '<path d="M4 4v16h16M8 15l3.500-4 3 2.500L19 8"/>',
    "building": '<path d="M5 20.500V4.500h9v16M14 10h5v10.500M3 20.500h18M8 8.500h3M8 12h3M8 15.500h3"/>',
    "speech": '<path d="M4 5.500h16v11h-8.500L7 20.500v-4H4z"/>',
    "lock": '<path d="M6 11h12v9.500H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3"/>',
}
