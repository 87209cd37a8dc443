# expect: passed
# A name that a template or a console would expand.
STUDENT = "{{ 7 * 7 }}{% raw %}[bold red]"


def hand_in(place):
    place.answer()
