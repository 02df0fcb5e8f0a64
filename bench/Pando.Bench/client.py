# One client of libvirt's library, the same against whoever listens: prints a line for each thing measured, its name and milliseconds.
import libvirt, os, subprocess, sys, threading, time

uri, folder = sys.argv[1:3]
many, running, connections, volume = 1000, 50, 200, 1 << 30
piece = bytes(256 << 10)
machine = "<domain type='qemu'><name>{}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><devices><serial type='pty'/></devices></domain>"

libvirt.registerErrorHandler(lambda context, error: None, None)


def measure(name, rounds, what, tidy=lambda result: None):
    for _ in range(rounds):
        start = time.perf_counter()
        result = what()
        taken = time.perf_counter() - start
        tidy(result)
        print(name, 1000 * taken, sep="\t", flush=True)


def connected():
    connection = libvirt.open(uri)
    connection.listAllDomains()
    connection.close()


def crowd():
    """All of them are connected at once, ask, and go."""
    together, failed = threading.Barrier(connections), []

    def one():
        try:
            connection = libvirt.open(uri)
            together.wait(60)
            connection.listAllDomains()
            connection.close()
        except Exception as e:
            together.abort()
            failed.append(e)

    threads = [threading.Thread(target=one) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


connection = libvirt.open(uri)


def calls():
    for _ in range(10_000):
        connection.getLibVersion()


def defined():
    return [connection.defineXML(machine.format(f"many{number}")) for number in range(many)]


def undefined(machines):
    for one in machines:
        one.undefine()


def listed():
    subprocess.run(["virsh", "-c", uri, "list", "--all"], check=True, stdout=subprocess.DEVNULL)


def uploaded():
    stream, left = connection.newStream(), volume
    image.upload(stream, 0, volume)

    def give(stream, most, opaque):
        nonlocal left
        count = min(most, left, len(piece))
        left -= count
        return piece[:count]

    stream.sendAll(give, None)
    stream.finish()


def downloaded():
    stream = connection.newStream()
    image.download(stream, 0, volume)
    stream.recvAll(lambda stream, data, opaque: len(data), None)
    stream.finish()


measure("connect, list and leave", 15, connected)
measure("10,000 round trips on one connection", 5, calls)
measure("200 connections at once", 5, crowd)

measure("define of 1,000", 1, defined, undefined)
machines = defined()
measure("list --all of 1,000 by virsh", 7, listed)
measure("list of 1,000", 15, lambda: connection.listAllDomains())
undefined(machines)

tiny = connection.defineXML(machine.format("tiny"))
for _ in range(12):
    measure("start", 1, tiny.create)
    measure("destroy", 1, tiny.destroy)

machines = [connection.createXML(machine.format(f"running{number}"), 0) for number in range(running)]
measure("domstats of 50 running", 7, lambda: connection.getAllDomainStats())
for one in machines:
    one.destroy()

os.makedirs(folder, exist_ok=True)
pool = connection.storagePoolCreateXML(f"<pool type='dir'><name>bench</name><target><path>{folder}</path></target></pool>")
image = pool.createXML(f"<volume><name>a.img</name><capacity>{volume}</capacity><target><format type='raw'/></target></volume>")
measure("upload of 1 GiB", 3, uploaded)
measure("download of 1 GiB", 3, downloaded)
image.delete()
pool.destroy()
