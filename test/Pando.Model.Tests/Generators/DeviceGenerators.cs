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
            .With(Several(3, InterfaceGenerators.Interface), (d, v) => d with { Interfaces = v })
            .With(Several(3, CharacterGenerators.Serial), (d, v) => d with { Serials = v })
            .With(Several(3, CharacterGenerators.Parallel), (d, v) => d with { Parallels = v })
            .With(Several(3, CharacterGenerators.Console), (d, v) => d with { Consoles = v })
            .With(Several(3, CharacterGenerators.Channel), (d, v) => d with { Channels = v })
            .With(Several(4, Input), (d, v) => d with { Inputs = v })
            .With(Several(2, Vnc), (d, v) => d with { Graphics = v })
            .With(Several(2, n => Gen.Constant(new AudioBackend(n + 1))), (d, v) => d with { Audios = v })
            .With(Several(3, Video), (d, v) => d with { Videos = v })
            .With(Maybe(Balloon), (d, v) => d with { Memballoon = v })
            .With(Several(3, Rng), (d, v) => d with { Rngs = v })
            .AndHostSide();

    private static Gen<InputDevice> Input(int number) =>
        from kind in Any<InputKind>()
        from bus in kind == InputKind.Tablet ? MaybeValue(Gen.Elements(InputBus.Usb, InputBus.Virtio)) : MaybeAny<InputBus>()
        from alias in Alias("input", number)
        from address in bus switch
        {
            InputBus.Virtio => Pci(4, number),
            InputBus.Usb => Usb(10 + number),
            _ => Gen.Constant<DeviceAddress?>(null),
        }
        select new InputDevice { Kind = kind, Bus = bus, Alias = alias, Address = address };

    private static Gen<GraphicsDevice> Vnc(int number) =>
        from listen in Maybe(Gen.OneOf(
            Maybe(Word("0123456789.:abcdef")).Select(address => (GraphicsListen)new AddressListen(address)),
            Maybe(FilePath).Select(path => (GraphicsListen)new SocketListen(path))))
        from port in MaybeNumber(5900, 65535)
        from auto in Bool
        from password in Maybe(Word("ab<>'&\" c", 8))
        from keymap in Maybe(Word("abz-", 8))
        from alias in Alias("graphics", number)
        let socket = listen is SocketListen
        select (GraphicsDevice)new VncGraphics
        {
            Listens = listen is null ? [] : [listen],
            Port = socket ? null : port,
            AutoPort = auto && !socket,
            Password = password is null ? null : new Secret(password),
            Keymap = keymap,
            Alias = alias,
        };

    private static Gen<VideoDevice> Video(int number) =>
        from model in number == 0
            ? MaybeValue(Gen.Elements(VideoModel.Vga, VideoModel.Virtio, VideoModel.Qxl, VideoModel.Bochs, VideoModel.Cirrus))
            : Gen.Elements<VideoModel?>(VideoModel.Virtio, VideoModel.Qxl)
        from video in Gen.Constant(new VideoDevice { Model = model })
            .With(MaybeNumber(0, 65536), (d, v) => d with { VramKiB = model is null ? null : v })
            .With(MaybeNumber(0, 65536), (d, v) => d with { RamKiB = model == VideoModel.Qxl ? v : null })
            .With(MaybeNumber(0, 65536), (d, v) => d with { VgaMemoryKiB = model == VideoModel.Qxl ? v : null })
            .With(MaybeNumber(1, 4), (d, v) => d with { Heads = model is null ? null : v })
            .With(Bool, (d, v) => d with { Primary = v && number == 0 && model is not null })
            .With(Alias("video", number), (d, v) => d with { Alias = v })
            .With(Pci(5, number), (d, v) => d with { Address = v })
        select video;

    private static Gen<MemballoonDevice> Balloon => Gen.OneOf(
        Gen.Constant(new MemballoonDevice { Model = MemballoonModel.None }),
        Gen.Constant(new MemballoonDevice())
            .With(MaybeNumber(0, 60), (d, v) => d with { StatsPeriodSeconds = v })
            .With(MaybeBool, (d, v) => d with { AutoDeflate = v })
            .With(MaybeBool, (d, v) => d with { FreePageReporting = v })
            .With(Alias("balloon", 0), (d, v) => d with { Alias = v })
            .With(Pci(6, 0), (d, v) => d with { Address = v }));

    private static Gen<RngDevice> Rng(int number) =>
        from source in Any<RngSource>()
        from path in source == RngSource.Random ? Maybe(FilePath) : Gen.Constant<string?>(null)
        from rng in Gen.Constant(new RngDevice { Source = source, Path = path })
            .With(Maybe(from bytes in Gen.Choose(1, 9999) from period in MaybeNumber(1, 9999) select new RngRate(bytes, period)), (d, v) => d with { Rate = v })
            .With(Alias("rng", number), (d, v) => d with { Alias = v })
            .With(Pci(7, number), (d, v) => d with { Address = v })
        select rng;

    internal static Gen<DeviceAlias?> Alias(string stem, int number) =>
        MaybeValue(Gen.Elements(new DeviceAlias($"ua-{stem}{number}"), new DeviceAlias($"{stem}{number}")));

    internal static Gen<DeviceAddress?> Pci(int bus, int number) =>
        Maybe(from function in Gen.Choose(0, 7) from many in MaybeBool select (DeviceAddress)new PciAddress(bus, number + 1, function, many));

    internal static Gen<DeviceAddress?> Usb(int number) => Maybe(Gen.Elements<DeviceAddress>(
        new UsbAddress(0, null), new UsbAddress(0, $"{number + 1}"), new UsbAddress(1, $"1.{number + 1}")));

    internal static Gen<DeviceAddress?> VirtioSerial(int controller, int number) =>
        Maybe(Gen.Constant<DeviceAddress>(new VirtioSerialAddress(controller, 0, number + 1)));
}
