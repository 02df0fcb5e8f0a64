using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Devices that send and take bytes, and everything that their ends on the host can be.</summary>
internal static class CharacterGenerators
{
    public static Gen<CharacterBackend> End => Gen.OneOf(Ends).With(Maybe(Log), (end, log) => end with { Log = log });

    private static Gen<CharacterBackend>[] Ends =>
    [
        Gen.Elements<CharacterBackend>(new NullBackend(), new VirtualConsoleBackend(), new StdioBackend(), new SpiceVmcBackend()),
        Maybe(FilePath).Select(path => (CharacterBackend)new PtyBackend { Path = path }),
        from path in FilePath
        from append in MaybeBool
        from labels in SecurityGenerators.DeviceLabels
        select (CharacterBackend)new FileBackend { Path = path, Append = append, Labels = labels },
        from path in FilePath from labels in SecurityGenerators.DeviceLabels select (CharacterBackend)new PipeBackend { Path = path, Labels = labels },
        from path in FilePath from labels in SecurityGenerators.DeviceLabels select (CharacterBackend)new DeviceBackend { Path = path, Labels = labels },
        Unix,
        Tcp,
        from service in Line
        from host in Maybe(Line)
        from localHost in Maybe(Line)
        from localService in Maybe(Line)
        select (CharacterBackend)new UdpBackend { Host = host, Service = service, LocalHost = localHost, LocalService = localService },
        Line.Select(channel => (CharacterBackend)new SpicePortBackend { Channel = channel }),
        from clipboard in MaybeBool
        from mode in MaybeAny<SpiceMouseMode>()
        select (CharacterBackend)new VdAgentBackend { ClipboardCopyPaste = clipboard, MouseMode = mode },
        Maybe(Line).Select(channel => (CharacterBackend)new DbusBackend { Channel = channel }),
    ];

    public static Gen<SerialDevice> Serial(int number) =>
        from target in MaybeAny<SerialTarget>()
        from serial in Gen.Constant(new SerialDevice { Target = target })
            .With(End, (d, v) => d with { Backend = v })
            .With(MaybeValue(Gen.Constant(number)), (d, v) => d with { Port = v })
            .With(Alias("serial", number), (d, v) => d with { Alias = v })
            .With(target switch { SerialTarget.Usb => Usb(40 + number), SerialTarget.Pci => Pci(20, number), _ => Isa(number) }, (d, v) => d with { Address = v })
        select serial;

    public static Gen<ParallelDevice> Parallel(int number) =>
        Gen.Constant(new ParallelDevice())
            .With(End, (d, v) => d with { Backend = v })
            .With(MaybeValue(Gen.Constant(number)), (d, v) => d with { Port = v })
            .With(Alias("parallel", number), (d, v) => d with { Alias = v })
            .With(Isa(20 + number), (d, v) => d with { Address = v });

    public static Gen<ConsoleDevice> Console(int number) =>
        from target in MaybeAny<ConsoleTarget>()
        from console in Gen.Constant(new ConsoleDevice { Target = number == 0 ? target : ConsoleTarget.Virtio })
            .With(End, (d, v) => d with { Backend = v })
            .With(MaybeNumber(0, 9), (d, v) => d with { Port = v })
            .With(Alias("console", number), (d, v) => d with { Alias = v })
        from address in console.Target == ConsoleTarget.Virtio ? VirtioSerial(0, number) : Gen.Constant<DeviceAddress?>(null)
        select console with { Address = address };

    public static Gen<ChannelDevice> Channel(int number) =>
        from channel in Gen.Constant(new ChannelDevice())
            .With(End, (d, v) => d with { Backend = v })
            .With(Alias("channel", number), (d, v) => d with { Alias = v })
        from name in Maybe(Line)
        from address in VirtioSerial(1, number)
        from forwarded in Bool
        select forwarded
            ? channel with { Forward = new GuestForward("10.0.2.1", 4600 + number) }
            : channel with { Name = name is null || channel.Backend is SpiceVmcBackend ? null : $"{name}{number}", Address = address };

    private static Gen<CharacterLog> Log => from path in FilePath from append in MaybeBool select new CharacterLog(path, append);

    private static Gen<CharacterBackend> Unix =>
        from path in Maybe(FilePath)
        from listens in Bool
        from reconnect in Maybe(Reconnect)
        let bound = listens || path is null
        select (CharacterBackend)new UnixBackend { Path = path, Listens = bound, Reconnect = path is null ? null : Kept(reconnect, bound) };

    private static Gen<CharacterBackend> Tcp =>
        from host in Line
        from service in Line
        from listens in Bool
        from protocol in Any<TcpProtocol>()
        from tls in MaybeBool
        from reconnect in Maybe(Reconnect)
        select (CharacterBackend)new TcpBackend
        {
            Host = host,
            Service = service,
            Listens = listens,
            Protocol = protocol,
            Tls = tls,
            Reconnect = Kept(reconnect, listens),
        };

    private static Gen<Reconnection> Reconnect =>
        from enabled in Bool from seconds in Gen.Choose(0, 100) select new Reconnection(enabled, enabled ? seconds : null);

    // Who listens makes no connection, so that there is none to make again.
    private static Reconnection? Kept(Reconnection? reconnect, bool listens) => listens && reconnect is { Enabled: true } ? null : reconnect;

    private static Gen<DeviceAddress?> Isa(int number) =>
        Maybe(from irq in MaybeNumber(0, 15) select (DeviceAddress)new IsaAddress(0x100 + number, irq));
}
