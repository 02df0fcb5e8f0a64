using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Tuning;

/// <summary>The <c>cputune</c> element.</summary>
internal static class CpuTuningXml
{
    private const int LeastShares = 2;
    private const int MostShares = 262_144;
    private const int LeastMicroseconds = 1000;
    private const int MostPeriodMicroseconds = 1_000_000;
    private const long MostQuotaMicroseconds = 17_592_186_044_415;

    public static CpuTuning Read(ElementReader tuning, DomainType type, int vcpus, EquatableArray<IoThreadDefinition> threads)
    {
        var ioThreads = threads.Items.Select(thread => thread.Id).ToHashSet();
        bool Vcpu(int number) => number < vcpus;
        var caches = ResourceControlXml.ReadCaches(tuning, type, vcpus);
        return new CpuTuning
        {
            Shares = tuning.Child("shares") is { } shares ? Shares(shares) : null,
            Vcpus = Bandwidth(tuning, ""),
            Global = Bandwidth(tuning, "global_"),
            Emulator = Bandwidth(tuning, "emulator_"),
            IoThreads = Bandwidth(tuning, "iothread_"),
            VcpuPins = Pins(tuning, "vcpupin", "vcpu", Vcpu),
            EmulatorPin = tuning.Child("emulatorpin")?.RequiredNumbers("cpuset"),
            IoThreadPins = Pins(tuning, "iothreadpin", "iothread", ioThreads.Contains),
            VcpuScheduling = SchedulingXml.ReadNumbered(tuning, "vcpusched", "vcpus", Vcpu),
            IoThreadScheduling = SchedulingXml.ReadNumbered(tuning, "iothreadsched", "iothreads", ioThreads.Contains),
            EmulatorScheduling = tuning.Child("emulatorsched") is { } emulator ? SchedulingXml.Read(emulator) : null,
            Caches = caches,
            MemoryBandwidths = ResourceControlXml.ReadBandwidths(tuning, type, vcpus, caches),
        };
    }

    public static XElement? Write(CpuTuning tuning) => UnlessEmpty("cputune",
    [
        Number("shares", tuning.Shares),
        .. Bandwidth("", tuning.Vcpus),
        .. Bandwidth("global_", tuning.Global),
        .. Bandwidth("emulator_", tuning.Emulator),
        .. Bandwidth("iothread_", tuning.IoThreads),
        .. tuning.VcpuPins.Items.Select(pin => new XElement("vcpupin", Attribute("vcpu", pin.Thread), Attribute("cpuset", pin.Cpus.ToString()))),
        tuning.EmulatorPin is null ? null : new XElement("emulatorpin", Attribute("cpuset", tuning.EmulatorPin.ToString())),
        .. tuning.IoThreadPins.Items.Select(pin => new XElement("iothreadpin", Attribute("iothread", pin.Thread), Attribute("cpuset", pin.Cpus.ToString()))),
        tuning.EmulatorScheduling is { } emulator ? SchedulingXml.Write("emulatorsched", null, emulator) : null,
        .. tuning.VcpuScheduling.Items.Select(vcpu => SchedulingXml.Write("vcpusched", Attribute("vcpus", vcpu.Thread), vcpu.Scheduling)),
        .. tuning.IoThreadScheduling.Items.Select(thread => SchedulingXml.Write("iothreadsched", Attribute("iothreads", thread.Thread), thread.Scheduling)),
        .. ResourceControlXml.Write(tuning),
    ]);

    // 0 is libvirt's word for what is usual.
    private static long? Shares(ElementReader shares)
    {
        var value = shares.TextNumber(0, MostShares);
        return value is 0 or >= LeastShares ? value : throw shares.BadValue(null, Text(value), $"{LeastShares}…{MostShares}");
    }

    private static CpuBandwidth Bandwidth(ElementReader tuning, string prefix) => new(
        Limit(tuning.Child(prefix + "period"), MostPeriodMicroseconds, 0), Limit(tuning.Child(prefix + "quota"), MostQuotaMicroseconds, long.MinValue));

    private static long? Limit(ElementReader? element, long most, long least)
    {
        if (element is null)
        {
            return null;
        }
        var value = element.TextNumber(least, most);
        return value switch
        {
            0 => null,
            < 0 => -1,
            < LeastMicroseconds => throw element.BadValue(null, Text(value), $"{LeastMicroseconds}…{most}"),
            _ => value,
        };
    }

    private static EquatableArray<ThreadPin> Pins(ElementReader tuning, string name, string attribute, Func<int, bool> exists)
    {
        var pins = new List<ThreadPin>();
        foreach (var element in tuning.Children(name))
        {
            var number = element.Number(attribute) ?? throw element.Missing("@" + attribute);
            if (!exists(number))
            {
                throw element.BadValue(attribute, Text(number), attribute == "vcpu" ? "< /domain/vcpu" : "/domain/iothreadids/iothread/@id");
            }
            element.Claim(name, Text(number));
            pins.Add(new ThreadPin(number, element.RequiredNumbers("cpuset")));
        }
        return [.. pins.OrderBy(pin => pin.Thread)];
    }

    private static IEnumerable<XElement?> Bandwidth(string prefix, CpuBandwidth limit) =>
        [Number(prefix + "period", limit.PeriodMicroseconds), Number(prefix + "quota", limit.QuotaMicroseconds)];

    private static XElement? Number(string name, long? value) => value is null ? null : new XElement(name, Text(value.Value));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
