using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>devices</c> element.</summary>
internal static class DevicesXml
{
    /// <summary>All devices of a machine: what one says of another must hold.</summary>
    public static DomainDevices ReadWhole(ElementReader elements)
    {
        var devices = Read(elements);
        AudioReferences.RequireAll(elements, devices);
        SpiceReferences.RequireAll(elements, devices);
        return devices;
    }

    /// <summary>Devices by themselves; those that they speak of may be elsewhere.</summary>
    public static DomainDevices Read(ElementReader devices) => new()
    {
        EmulatorPath = devices.Child("emulator")?.TextPath(),
        Disks = [.. devices.Children("disk").Select(DiskXml.Read)],
        Controllers = [.. devices.Children("controller").Select(ControllerXml.Read)],
        Leases = [.. devices.Children("lease").Select(LeaseXml.Read)],
        Filesystems = [.. devices.Children("filesystem").Select(FilesystemXml.Read)],
        Interfaces = [.. devices.Children("interface").Select(InterfaceXml.Read)],
        Smartcards = [.. devices.Children("smartcard").Select(SmartcardXml.Read)],
        Serials = [.. devices.Children("serial").Select(SerialXml.Read)],
        Parallels = [.. devices.Children("parallel").Select(ParallelXml.Read)],
        Consoles = Consoles(devices),
        Channels = [.. devices.Children("channel").Select(ChannelXml.Read)],
        Inputs = [.. devices.Children("input").Select(InputXml.Read)],
        Graphics = [.. devices.Children("graphics").Select(GraphicsXml.Read)],
        Sounds = [.. devices.Children("sound").Select(SoundXml.Read)],
        Audios = [.. devices.Children("audio").Select(AudioXml.Read)],
        Videos = VideoXml.ReadAll(devices),
        Redirections = [.. devices.Children("redirdev").Select(RedirectionXml.Read)],
        RedirectionRules = RedirectionXml.ReadFilter(devices.Child("redirfilter")),
        Hubs = [.. devices.Children("hub").Select(HubXml.Read)],
        Watchdogs = WatchdogXml.ReadAll(devices),
        Memballoon = devices.Child("memballoon") is { } balloon ? MemballoonXml.Read(balloon) : null,
        Rngs = [.. devices.Children("rng").Select(RngXml.Read)],
        HostDevices = [.. devices.Children("hostdev").Select(HostDeviceXml.Read)],
        Tpms = [.. devices.Children("tpm").Select(TpmXml.Read)],
        SharedMemories = [.. devices.Children("shmem").Select(SharedMemoryXml.Read)],
        Memories = [.. devices.Children("memory").Select(MemoryDeviceXml.Read)],
        Iommu = devices.Child("iommu") is { } iommu ? IommuXml.Read(iommu) : null,
        Vsock = devices.Child("vsock") is { } vsock ? VsockXml.Read(vsock) : null,
        Cryptos = [.. devices.Children("crypto").Select(CryptoXml.Read)],
        Pstore = devices.Child("pstore") is { } pstore ? PstoreXml.Read(pstore) : null,
        Panics = [.. devices.Children("panic").Select(PanicXml.Read)],
    };

    public static XElement Write(DomainDevices devices, DomainXmlOptions options) => new("devices",
        Text("emulator", devices.EmulatorPath),
        devices.Disks.Items.Select(disk => DiskXml.Write(disk, options)),
        devices.Controllers.Items.Select(controller => ControllerXml.Write(controller, options)),
        devices.Leases.Items.Select(LeaseXml.Write),
        devices.Filesystems.Items.Select(shared => FilesystemXml.Write(shared, options)),
        devices.Interfaces.Items.Select(card => InterfaceXml.Write(card, options)),
        devices.Smartcards.Items.Select(card => SmartcardXml.Write(card, options)),
        devices.Serials.Items.Select(serial => SerialXml.Write(serial, options)),
        devices.Parallels.Items.Select(parallel => ParallelXml.Write(parallel, options)),
        devices.Consoles.Items.Select(console => ConsoleXml.Write(console, options)),
        devices.Channels.Items.Select(channel => ChannelXml.Write(channel, options)),
        devices.Inputs.Items.Select(input => InputXml.Write(input, options)),
        devices.Graphics.Items.Select(display => GraphicsXml.Write(display, options)),
        devices.Sounds.Items.Select(sound => SoundXml.Write(sound, options)),
        devices.Audios.Items.Select(AudioXml.Write),
        devices.Videos.Items.Select(video => VideoXml.Write(video, options)),
        devices.Redirections.Items.Select(port => RedirectionXml.Write(port, options)),
        RedirectionXml.Write(devices.RedirectionRules),
        devices.Hubs.Items.Select(hub => HubXml.Write(hub, options)),
        devices.Watchdogs.Items.Select(watchdog => WatchdogXml.Write(watchdog, options)),
        devices.Memballoon is null ? null : MemballoonXml.Write(devices.Memballoon, options),
        devices.Rngs.Items.Select(rng => RngXml.Write(rng, options)),
        devices.HostDevices.Items.Select(device => HostDeviceXml.Write(device, options)),
        devices.Tpms.Items.Select(tpm => TpmXml.Write(tpm, options)),
        devices.SharedMemories.Items.Select(shmem => SharedMemoryXml.Write(shmem, options)),
        devices.Memories.Items.Select(memory => MemoryDeviceXml.Write(memory, options)),
        devices.Iommu is null ? null : IommuXml.Write(devices.Iommu, options),
        devices.Vsock is null ? null : VsockXml.Write(devices.Vsock, options),
        devices.Cryptos.Items.Select(crypto => CryptoXml.Write(crypto, options)),
        devices.Pstore is null ? null : PstoreXml.Write(devices.Pstore, options),
        devices.Panics.Items.Select(panic => PanicXml.Write(panic, options)));

    private static EquatableArray<ConsoleDevice> Consoles(ElementReader devices)
    {
        var elements = devices.Children("console");
        var consoles = elements.Select(ConsoleXml.Read).ToEquatableArray();
        for (var i = 1; i < consoles.Count; i++)
        {
            // Only the first one can be the first serial port seen again.
            if (consoles[i].Target != ConsoleTarget.Virtio)
            {
                throw elements[i].BadValue(null, "serial", "target type='virtio'");
            }
        }
        return consoles;
    }
}
