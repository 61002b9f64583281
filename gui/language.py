"""The language of the window: English in the code, others from compiled catalogues."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_CATALOGUES = QLibraryInfo.LibraryPath.TranslationsPath


def install_language(app: QCoreApplication, language: str) -> bool:
    """Translate all texts from now on.

    Args:
        language: "en", "de" or "system".

    Returns:
        Whether there is a catalogue for the language; without one the texts stay English.
    """
    locale = QLocale() if language == "system" else QLocale(language)
    translator = QTranslator(app)
    folder = Path(str(resources.files("gui") / "translations"))
    if not translator.load(locale, "vidcolor", "_", str(folder)):
        return False
    QLocale.setDefault(locale)  # decimal commas
    app.installTranslator(translator)
    of_qt = QTranslator(app)  # its own buttons and keys: "Abbrechen", "Strg"
    if of_qt.load(locale, "qtbase", "_", QLibraryInfo.path(_CATALOGUES)):
        app.installTranslator(of_qt)
    return True
