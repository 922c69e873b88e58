"""What WTForms says by itself about a field, in the reader's language."""

from mentorkorps.language import N_, _

REQUIRED = "This field is required."

#: Its sentences in Danish. English is the same way back, through the catalogue.
BUILT_IN = {
    REQUIRED: N_("Feltet skal udfyldes."),
    "Not a valid choice.": N_("Vælg en af mulighederne."),
    "Invalid Choice: could not coerce.": N_("Vælg en af mulighederne."),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_("Vælg blandt mulighederne."),
    "'%(value)s' is not a valid choice for this field.": N_("Vælg blandt mulighederne."),
    "'%(value)s' are not valid choices for this field.": N_("Vælg blandt mulighederne."),
    "Not a valid integer value.": N_("Skriv et helt tal, for eksempel 12."),
    "Not a valid decimal value.": N_("Skriv et tal, for eksempel 12,5."),
    "Not a valid float value.": N_("Skriv et tal, for eksempel 12,5."),
    "Not a valid date value.": N_("Skriv en dato, for eksempel 14-02-2014."),
    "Not a valid time value.": N_("Skriv et klokkeslæt, for eksempel 14:30."),
    "Not a valid datetime value.": N_("Skriv en dato og et klokkeslæt."),
    "Number must be at least %(min)s.": N_("Tallet skal være mindst %(min)s."),
    "Number must be at most %(max)s.": N_("Tallet må højst være %(max)s."),
    "Number must be between %(min)s and %(max)s.": N_("Tallet skal være mellem %(min)s og %(max)s."),
    "Field must be at least %(min)d character long.": N_("Skriv mindst %(min)d tegn."),
    "Field must be at least %(min)d characters long.": N_("Skriv mindst %(min)d tegn."),
    "Field cannot be longer than %(max)d character.": N_("Skriv højst %(max)d tegn."),
    "Field cannot be longer than %(max)d characters.": N_("Skriv højst %(max)d tegn."),
    "Field must be exactly %(max)d character long.": N_("Skriv præcis %(max)d tegn."),
    "Field must be exactly %(max)d characters long.": N_("Skriv præcis %(max)d tegn."),
    "Field must be between %(min)d and %(max)d characters long.": N_("Skriv mellem %(min)d og %(max)d tegn."),
    "Date must be at least %(min)s.": N_("Datoen skal være tidligst %(min)s."),
    "Date must be at most %(max)s.": N_("Datoen skal være senest %(max)s."),
    "Date must be between %(min)s and %(max)s.": N_("Datoen skal være mellem %(min)s og %(max)s."),
    "Field must be equal to %(other_name)s.": N_("Feltet skal være det samme som %(other_name)s."),
    "Invalid input.": N_("Det skrevne kan ikke bruges her."),
    "Invalid email address.": N_("Skriv en mailadresse, for eksempel navn@eksempel.dk."),
    "Invalid URL.": N_("Skriv en internetadresse, for eksempel https://eksempel.dk."),
    "Invalid UUID.": N_("Vælg en af mulighederne."),
    "Invalid value, must be one of: %(values)s.": N_("Vælg en af mulighederne."),
    "Invalid value, can't be any of: %(values)s.": N_("Det skrevne kan ikke bruges her."),
}


class Messages:
    """WTForms asks here for each of its own sentences."""

    def gettext(self, sentence: str) -> str:
        return _(BUILT_IN.get(sentence, sentence))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return self.gettext(singular if count == 1 else plural)
