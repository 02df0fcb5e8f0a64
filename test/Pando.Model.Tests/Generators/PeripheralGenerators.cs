using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;
using static Pando.Model.Tests.Generators.HostSideGenerators;

namespace Pando.Model.Tests.Generators;

/// <summary>Keyboards and pointers, hubs, smart cards, redirected USB devices, watchdogs, randomness, the balloon, crash devices.</summary>
internal static class PeripheralGenerators
{
    public static Gen<InputDevice> Input(int number) =>
        from kind in Any<InputKind>()
        from bus in kind switch
        {
            InputKind.Tablet => MaybeValue(Gen.Elements(InputBus.Usb, InputBus.Virtio)),
            InputKind.PassThrough => Gen.Elements<InputBus?>(InputBus.Virtio, null),
            InputKind.EventDevice => Gen.Constant<InputBus?>(null),
            _ => MaybeAny<InputBus>(),
        }
        let virtio = bus == InputBus.Virtio
        from source in FilePath
        from grab in Maybe(Grab)
        from input in Gen.Constant(new InputDevice { Kind = kind, Bus = bus, SourcePath = kind is InputKind.PassThrough or InputKind.EventDevice ? source : null })
            .With(MaybeAny<VirtioModel>(), (d, v) => d with { Model = virtio && (v == VirtioModel.Virtio || kind == InputKind.PassThrough) ? v : null })
            .With(Virtio, (d, v) => virtio ? d with { Virtio = v } : d)
            .With(Alias("input", number), (d, v) => d with { Alias = v })
            .With(bus switch
            {
                InputBus.Virtio => Pci(4, number),
                InputBus.Usb => Usb(10 + number),
                _ => Gen.Constant<DeviceAddress?>(null),
            }, (d, v) => d with { Address = v })
        select kind == InputKind.EventDevice ? input with { Grab = grab } : input;

    public static Gen<HubDevice> Hub(int number) =>
        from alias in Alias("hub", number) from address in Usb(60 + number) select new HubDevice { Alias = alias, Address = address };

    public static Gen<SmartcardDevice> Smartcard(int number) =>
        from mode in Any<SmartcardMode>()
        let made = mode == SmartcardMode.HostCertificates
        from names in Line.Three()
        from database in Maybe(FilePath)
        from end in CharacterGenerators.End
        from alias in Alias("smartcard", number)
        from address in Maybe(Gen.Constant<DeviceAddress>(new CcidAddress(number, 0)))
        select new SmartcardDevice
        {
            Mode = mode,
            Certificates = made ? [names.Item1, names.Item2, names.Item3] : [],
            Database = made ? database : null,
            Backend = mode == SmartcardMode.PassThrough ? end : null,
            Alias = alias,
            Address = address,
        };

    public static Gen<RedirectedDevice> Redirection(int number) =>
        Gen.Constant(new RedirectedDevice())
            .With(CharacterGenerators.End, (d, v) => d with { Backend = v })
            .With(Alias("redir", number), (d, v) => d with { Alias = v })
            .With(Usb(80 + number), (d, v) => d with { Address = v });

    public static Gen<RedirectionRule> Rule(int number) =>
        from allow in Bool
        from rule in Gen.Constant(new RedirectionRule(allow))
            .With(MaybeNumber(0, 0xff), (d, v) => d with { Class = v })
            .With(MaybeNumber(0, 0xffff), (d, v) => d with { Vendor = v })
            .With(MaybeNumber(0, 0xffff), (d, v) => d with { Product = v })
            .With(Gen.Elements<int?>(0x0110, 0x0200, 0x1099, 0, null), (d, v) => d with { VersionBcd = v })
        select rule;

    public static Gen<EquatableArray<WatchdogDevice>> Watchdogs =>
        from action in MaybeAny<WatchdogAction>()
        from all in Several(2, number => Watchdog(number, action))
        select all;

    public static Gen<PanicDevice> Panic(int number) =>
        from alias in Alias("panic", number)
        from address in number switch
        {
            0 => Maybe(Gen.Constant<DeviceAddress>(new IsaAddress(0x505))),
            1 => Pci(31, number),
            _ => Gen.Constant<DeviceAddress?>(null),
        }
        from said in Bool
        select new PanicDevice { Model = number == 0 && !said ? null : (PanicModel)number, Alias = alias, Address = address };

    public static Gen<MemballoonDevice> Balloon => Gen.OneOf(
        Gen.Constant(new MemballoonDevice { Model = MemballoonModel.None }),
        Gen.Constant(new MemballoonDevice())
            .With(Gen.Elements(MemballoonModel.Virtio, MemballoonModel.VirtioTransitional, MemballoonModel.VirtioNonTransitional), (d, v) => d with { Model = v })
            .With(Virtio, (d, v) => d with { Virtio = v })
            .With(MaybeNumber(0, 60), (d, v) => d with { StatsPeriodSeconds = v })
            .With(MaybeBool, (d, v) => d with { AutoDeflate = v })
            .With(MaybeBool, (d, v) => d with { FreePageReporting = v })
            .With(Alias("balloon", 0), (d, v) => d with { Alias = v })
            .With(Pci(6, 0), (d, v) => d with { Address = v }));

    public static Gen<RngDevice> Rng(int number) =>
        from source in Any<RngSource>()
        from path in source == RngSource.Random ? Maybe(FilePath) : Gen.Constant<string?>(null)
        from end in CharacterGenerators.End
        from rng in Gen.Constant(new RngDevice { Source = source, Path = path, Backend = source == RngSource.Egd ? end : null })
            .With(Any<VirtioModel>(), (d, v) => d with { Model = v })
            .With(Virtio, (d, v) => d with { Virtio = v })
            .With(Maybe(from bytes in Gen.Choose(1, 9999) from period in MaybeNumber(1, 9999) select new RngRate(bytes, period)), (d, v) => d with { Rate = v })
            .With(Alias("rng", number), (d, v) => d with { Alias = v })
            .With(Pci(7, number), (d, v) => d with { Address = v })
        select rng;

    private static Gen<WatchdogDevice> Watchdog(int number, WatchdogAction? action) =>
        from model in number == 0 ? Any<WatchdogModel>() : Gen.Elements(WatchdogModel.I6300esb, WatchdogModel.Ib700)
        from alias in Alias("watchdog", number)
        from address in model == WatchdogModel.I6300esb ? Pci(32, number) : Gen.Constant<DeviceAddress?>(null)
        select new WatchdogDevice { Model = model, Action = action, Alias = alias, Address = address };

    private static Gen<InputGrab> Grab =>
        from all in Bool
        from toggle in Any<InputGrabToggle>()
        from repeat in MaybeBool
        select new InputGrab { All = all, Toggle = toggle, Repeat = repeat };
}
