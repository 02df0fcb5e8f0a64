# A person before a screen: starts programs, looks at their windows by what they say of themselves (AT-SPI), presses, chooses.
# Each line of the input is an order, a JSON list; each is answered with a line. Whatever was started ends with the input.
import json, re, subprocess, sys, time
import gi, pyatspi
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk

limit = 60
started = []


def everything(node):
    yield node
    for child in node:
        if child:
            yield from everything(child)


def find(role, name):
    for program in pyatspi.Registry.getDesktop(0):
        try:
            for node in everything(program):
                if node.getRoleName() == role and re.fullmatch(name, node.name or "", re.S) and node.getState().contains(pyatspi.STATE_SHOWING):
                    return node
        except Exception:
            # A window that closes while one looks.
            pass
    return None


def until(what, look):
    end = time.monotonic() + limit
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.1)


def see(role, name):
    return until(f"no {role} '{name}'", lambda: find(role, name))


def usable(role, name):
    def look():
        found = find(role, name)
        return found if found and found.getState().contains(pyatspi.STATE_SENSITIVE) else None
    return until(f"no {role} '{name}' that could be used", look)


def middle(node):
    box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    return box.x + box.width // 2, box.y + box.height // 2


def picture():
    root = Gdk.get_default_root_window()
    return Gdk.pixbuf_get_from_window(root, 0, 0, root.get_width(), root.get_height())


class Orders:
    def start(self, *program):
        started.append(subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=sys.stderr))

    def see(self, role, name):
        return see(role, name).name

    def gone(self, role, name):
        until(f"{role} '{name}' stays", lambda: not find(role, name))

    def press(self, role, name):
        usable(role, name).queryAction().doAction(0)

    def choose(self, role, name):
        x, y = middle(see(role, name))
        pyatspi.Registry.generateMouseEvent(x, y, "b1c")

    def open(self, role, name):
        x, y = middle(see(role, name))
        pyatspi.Registry.generateMouseEvent(x, y, "b1d")

    def lit(self, role, name):
        """Until more than a few points of what is shown there are bright: letters on a black screen."""
        def look():
            box = see(role, name).queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
            shown = picture()
            points, step, depth = shown.get_pixels(), shown.get_rowstride(), shown.get_n_channels()
            bright = dark = 0
            for y in range(max(box.y, 0), min(box.y + box.height, shown.get_height())):
                for x in range(max(box.x, 0), min(box.x + box.width, shown.get_width())):
                    at = y * step + x * depth
                    red, green, blue = points[at], points[at + 1], points[at + 2]
                    bright += min(red, green, blue) > 120
                    dark += max(red, green, blue) < 30
            return dark > bright > 200
        until(f"{role} '{name}' stays dark", look)

    def keep(self, path):
        picture().savev(path, "png", [], [])

    def all(self):
        return [f"{node.getRoleName()} '{node.name}'" for program in pyatspi.Registry.getDesktop(0) for node in everything(program)
                if node.getState().contains(pyatspi.STATE_SHOWING)]


orders = Orders()
print("ready", flush=True)
for line in sys.stdin:
    name, *words = json.loads(line)
    try:
        answer = getattr(orders, name)(*words)
        print("done" if answer is None else json.dumps(answer), flush=True)
    except Exception as e:
        print(f"failed: {e!r}", flush=True)
for program in started:
    program.terminate()
