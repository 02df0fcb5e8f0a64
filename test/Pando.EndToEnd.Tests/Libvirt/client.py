# A program on libvirt's Python bindings, as its users write them. Each step says its name when it is through; the test reads on.
import libvirt, os, socket, sys, threading, time

uri, folder = sys.argv[1:3]
limit = 60


def until(what, condition):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.01)


def refused(code, call):
    try:
        call()
    except libvirt.libvirtError as e:
        assert e.get_error_code() == code, (e.get_error_code(), str(e))
        return e
    raise AssertionError(f"not refused with {code}")


def step(name):
    print(name, flush=True)


libvirt.registerErrorHandler(lambda context, error: None, None)
libvirt.virEventRegisterDefaultImpl()


def loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=loop, daemon=True).start()
closed = []
conn = libvirt.open(uri)
conn.setKeepAlive(1, 5)
conn.registerCloseCallback(lambda c, reason, opaque: closed.append(reason), None)
assert conn.isAlive() and conn.getType() == "QEMU" and conn.getLibVersion() >= 9000000
step("connected")

heard = []
lives = conn.domainEventRegisterAny(
    None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lambda c, d, event, detail, o: heard.append((d.name(), event, detail)), None)
agents = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, lambda c, d, device, o: heard.append((d.name(), device)), None)
xml = open(os.path.join(folder, "web1.xml")).read()
machine = conn.defineXML(xml)
machine.createWithFlags(libvirt.VIR_DOMAIN_START_PAUSED)
assert machine.state() == [libvirt.VIR_DOMAIN_PAUSED, libvirt.VIR_DOMAIN_PAUSED_USER], machine.state()
machine.resume()
until("running", lambda: machine.isActive() and machine.state()[0] == libvirt.VIR_DOMAIN_RUNNING)
assert machine.info()[3] == 1 and machine.maxMemory() == 64 * 1024
machine.attachDeviceFlags(
    "<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-chance'/></rng>", libvirt.VIR_DOMAIN_AFFECT_LIVE)
until("device heard", lambda: ("web1", "ua-chance") in heard)
machine.suspend()
machine.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, "Web", None, None)
assert machine.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None) == "Web"
refused(libvirt.VIR_ERR_OPERATION_INVALID, machine.create)
refused(libvirt.VIR_ERR_NO_DOMAIN, lambda: conn.lookupByName("none"))
refused(libvirt.VIR_ERR_INVALID_ARG, lambda: machine.pinVcpu(9, (True, False)))
step("lived")

stats = dict(conn.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE | libvirt.VIR_DOMAIN_STATS_VCPU)[0][1])
assert stats["state.state"] == libvirt.VIR_DOMAIN_PAUSED and stats["vcpu.current"] == 1, stats
machine.setSchedulerParametersFlags({"vcpu_quota": -1}, libvirt.VIR_DOMAIN_AFFECT_CONFIG)
assert machine.blockStats("vda")[0] >= 0
assert machine.jobInfo()[0] == libvirt.VIR_DOMAIN_JOB_NONE
step("counted")

picture = conn.newStream()
assert machine.screenshot(picture, 0).startswith("image/")
seen = bytearray()
picture.recvAll(lambda s, data, o: seen.extend(data), None)
picture.finish()
assert bytes(seen[:2]) in (b"P6", b"\x89P"), seen[:8]
viewer = socket.socket(fileno=machine.openGraphicsFD(0))
viewer.settimeout(limit)
assert viewer.recv(12).startswith(b"RFB 003.")
ours, theirs = socket.socketpair()
ours.settimeout(limit)
machine.openGraphics(0, theirs.fileno(), libvirt.VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH)
theirs.close()
assert ours.recv(12).startswith(b"RFB 003.")
refused(libvirt.VIR_ERR_INTERNAL_ERROR, lambda: machine.openGraphicsFD(1))
step("seen")

pool = conn.storagePoolDefineXML(f"<pool type='dir'><name>box</name><target><path>{folder}/box</path></target></pool>")
pool.build()
pool.create()
volume = pool.createXML("<volume><name>v</name><capacity unit='MiB'>4</capacity><allocation>0</allocation></volume>")
sent = os.urandom(1 << 20)
upload = conn.newStream()
volume.upload(upload, 1 << 20, len(sent))
position = 0


def piece(stream, count, opaque):
    global position
    data = sent[position:position + count]
    position += len(data)
    return data


upload.sendAll(piece, None)
upload.finish()
received, holes = bytearray(), []
download = conn.newStream()
volume.download(download, 0, 0, libvirt.VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM)


def hole(stream, length, opaque):
    holes.append(length)
    received.extend(bytes(length))


download.sparseRecvAll(lambda s, data, o: received.extend(data), hole, None)
download.finish()
assert bytes(received) == bytes(1 << 20) + sent + bytes(2 << 20), len(received)
assert sum(holes) >= 3 << 20, holes
stopped = conn.newStream()
volume.download(stopped, 0, 0)
stopped.recv(100)
stopped.abort()
volume.delete()
pool.destroy()
pool.undefine()
step("streamed")

network = conn.networkDefineXML("<network><name>lab</name><bridge name='virbr7'/></network>")
assert not network.isActive() and network.isPersistent() and network.bridgeName() == "virbr7"
network.undefine()
refused(libvirt.VIR_ERR_NO_NETWORK, lambda: network.XMLDesc())
secret = conn.secretDefineXML("<secret ephemeral='yes' private='no'><usage type='ceph'><name>client.py</name></usage></secret>")
secret.setValue(b"sesame")
assert secret.value() == b"sesame" and conn.secretLookupByUsage(libvirt.VIR_SECRET_USAGE_TYPE_CEPH, "client.py").UUID() == secret.UUID()
secret.undefine()
step("kept")

# Many callers on one connection: each is answered what it asked.
failures = []


def ask(number):
    try:
        for _ in range(50):
            assert conn.lookupByName("web1").UUIDString() == machine.UUIDString()
            refused(libvirt.VIR_ERR_NO_DOMAIN, lambda: conn.lookupByName(f"none{number}"))
    except BaseException as e:
        failures.append(e)


callers = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
[caller.start() for caller in callers]
[caller.join() for caller in callers]
assert not failures, failures
step("asked")

machine.destroy()
machine.undefine()
until("all lives heard", lambda: [event for name, event, *_ in heard if isinstance(event, int)][-2:] == [
    libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_UNDEFINED])
assert [event for name, event, *_ in heard if isinstance(event, int)][:4] == [
    libvirt.VIR_DOMAIN_EVENT_DEFINED, libvirt.VIR_DOMAIN_EVENT_STARTED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_RESUMED], heard
conn.domainEventDeregisterAny(agents)
step("heard")

# The daemon ends: whoever listens is told.
sys.stdin.readline()
until("closed", lambda: closed)
step("closed")
