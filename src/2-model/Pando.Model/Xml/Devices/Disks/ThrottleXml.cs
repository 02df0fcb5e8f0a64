using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>iotune</c> element of a disk.</summary>
internal static class ThrottleXml
{
    // What QEMU can count with (THROTTLE_VALUE_MAX, include/qemu/throttle.h).
    private const long Largest = 1_000_000_000_000_000;

    public static DiskThrottle? Read(ElementReader disk)
    {
        if (disk.Child("iotune") is not { } tune)
        {
            return null;
        }
        var read = new DiskThrottle
        {
            TotalBytes = Rate(tune, "total_bytes_sec"),
            ReadBytes = Rate(tune, "read_bytes_sec"),
            WriteBytes = Rate(tune, "write_bytes_sec"),
            TotalRequests = Rate(tune, "total_iops_sec"),
            ReadRequests = Rate(tune, "read_iops_sec"),
            WriteRequests = Rate(tune, "write_iops_sec"),
            RequestBytes = Value(tune, "size_iops_sec"),
            Group = tune.Child("group_name")?.RequiredText(),
        };
        RefuseBoth(tune, "total_bytes_sec", read.TotalBytes, read.ReadBytes, read.WriteBytes);
        RefuseBoth(tune, "total_iops_sec", read.TotalRequests, read.ReadRequests, read.WriteRequests);
        return read == new DiskThrottle() ? null : read;
    }

    public static XElement? Write(DiskThrottle? throttle)
    {
        if (throttle is null)
        {
            return null;
        }
        var rates = ((string Name, ThrottleRate? Rate)[])
        [
            ("total_bytes_sec", throttle.TotalBytes), ("read_bytes_sec", throttle.ReadBytes), ("write_bytes_sec", throttle.WriteBytes),
            ("total_iops_sec", throttle.TotalRequests), ("read_iops_sec", throttle.ReadRequests), ("write_iops_sec", throttle.WriteRequests),
        ];
        return UnlessEmpty("iotune",
        [
            .. rates.Select(limit => Number(limit.Name, limit.Rate?.PerSecond)),
            .. rates.Select(limit => Number(limit.Name + "_max", limit.Rate?.Most)),
            Number("size_iops_sec", throttle.RequestBytes),
            Text("group_name", throttle.Group),
            .. rates.Select(limit => Number(limit.Name + "_max_length", limit.Rate?.MostSeconds)),
        ]);
    }

    private static ThrottleRate? Rate(ElementReader tune, string name)
    {
        var second = Value(tune, name);
        var most = Value(tune, name + "_max");
        var length = (int?)Value(tune, name + "_max_length", int.MaxValue);
        if (length is not null && most is null)
        {
            throw tune.RequiredChild(name + "_max_length").Conflict($"{name}_max");
        }
        if (most is not null && most < second)
        {
            throw tune.RequiredChild(name + "_max").BadValue(null, most.Value.ToString(CultureInfo.InvariantCulture), $"≥ {second}");
        }
        return second is null && most is null ? null : new ThrottleRate(second, most, length);
    }

    /// <summary>0 is how no limit is written, too.</summary>
    private static long? Value(ElementReader tune, string name, long most = Largest) =>
        tune.Child(name)?.TextNumber(0, most) is { } value and > 0 ? value : null;

    private static void RefuseBoth(ElementReader tune, string name, ThrottleRate? total, ThrottleRate? read, ThrottleRate? write)
    {
        if ((total?.PerSecond is not null && (read?.PerSecond ?? write?.PerSecond) is not null) || (total?.Most is not null && (read?.Most ?? write?.Most) is not null))
        {
            throw tune.Conflict($"{name}, {name.Replace("total", "read", StringComparison.Ordinal)}, {name.Replace("total", "write", StringComparison.Ordinal)}");
        }
    }

    private static XElement? Number(string name, long? value) => Text(name, value?.ToString(CultureInfo.InvariantCulture));
}
