"""``jeugd demo``: the whole product in a minute, with the invented municipality of Juinen."""
