using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>
/// Devices as a definition can hold them. What only one may have (names, addresses) follows from the number of the
/// device, so that no two of a definition clash.
/// </summary>
internal static class DeviceGenerators
{
    public static Gen<DomainDevices> Devices =>
        Gen.Constant(new DomainDevices())
            .With(Maybe(FilePath), (d, v) => d with { EmulatorPath = v })
            .With(Several(4, DiskGenerators.Disk), (d, v) => d with { Disks = v })
            .With(Several(5, ControllerGenerators.Controller), (d, v) => d with { Controllers = v })
            .With(Several(2, FilesystemGenerators.Lease), (d, v) => d with { Leases = v })
            .With(Several(2, FilesystemGenerators.Filesystem), (d, v) => d with { Filesystems = v })
            .With(Several(3, InterfaceGenerators.Interface), (d, v) => d with { Interfaces = v })
            .With(Several(3, CharacterGenerators.Serial), (d, v) => d with { Serials = v })
            .With(Several(3, CharacterGenerators.Parallel), (d, v) => d with { Parallels = v })
            .With(Several(3, CharacterGenerators.Console), (d, v) => d with { Consoles = v })
            .With(Several(3, CharacterGenerators.Channel), (d, v) => d with { Channels = v })
            .With(Several(2, PeripheralGenerators.Smartcard), (d, v) => d with { Smartcards = v })
            .With(Several(4, PeripheralGenerators.Input), (d, v) => d with { Inputs = v })
            .With(Several(2, DisplayGenerators.Display), (d, v) => d with { Graphics = v })
            .With(Several(2, SoundGenerators.Sound), (d, v) => d with { Sounds = v })
            .With(Several(2, SoundGenerators.Audio), (d, v) => d with { Audios = v })
            .With(Several(3, DisplayGenerators.Video), (d, v) => d with { Videos = v })
            .With(Several(2, PeripheralGenerators.Redirection), (d, v) => d with { Redirections = v })
            .With(Several(2, PeripheralGenerators.Rule), (d, v) => d with { RedirectionRules = v })
            .With(Several(2, PeripheralGenerators.Hub), (d, v) => d with { Hubs = v })
            .With(PeripheralGenerators.Watchdogs, (d, v) => d with { Watchdogs = v })
            .With(Maybe(PeripheralGenerators.Balloon), (d, v) => d with { Memballoon = v })
            .With(Several(3, PeripheralGenerators.Rng), (d, v) => d with { Rngs = v })
            .With(Several(3, PeripheralGenerators.Panic), (d, v) => d with { Panics = v })
            .AndHostSide()
            .Select(SpiceOnlyWithSpice);

    // What comes by a SPICE display needs one.
    private static DomainDevices SpiceOnlyWithSpice(DomainDevices devices) => devices.Graphics.Items.Any(display => display is SpiceGraphics)
        ? devices
        : CharacterEnds.Change(devices, (_, end) => end is SpiceVmcBackend or SpicePortBackend ? new NullBackend { Log = end.Log } : end) with
        {
            Audios = devices.Audios.Items.Select(audio => audio.Driver == AudioDriver.Spice ? audio with { Driver = AudioDriver.None } : audio).ToEquatableArray(),
        };

    internal static Gen<DeviceAlias?> Alias(string stem, int number) =>
        MaybeValue(Gen.Elements(new DeviceAlias($"ua-{stem}{number}"), new DeviceAlias($"{stem}{number}")));

    internal static Gen<DeviceAddress?> Pci(int bus, int number) =>
        Maybe(from function in Gen.Choose(0, 7) from many in MaybeBool select (DeviceAddress)new PciAddress(bus, number + 1, function, many));

    internal static Gen<DeviceAddress?> Usb(int number) => Maybe(Gen.Elements<DeviceAddress>(
        new UsbAddress(0, null), new UsbAddress(0, $"{number + 1}"), new UsbAddress(1, $"1.{number + 1}")));

    internal static Gen<DeviceAddress?> VirtioSerial(int controller, int number) =>
        Maybe(Gen.Constant<DeviceAddress>(new VirtioSerialAddress(controller, 0, number + 1)));
}
