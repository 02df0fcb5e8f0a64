using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Tuning;

/// <summary>The <c>blkiotune</c> element.</summary>
internal static class BlockIoTuningXml
{
    private const int LeastWeight = 100;
    private const int MostWeight = 1000;

    public static BlockIoTuning Read(ElementReader tuning) => new()
    {
        Weight = Weight(tuning),
        Devices = [.. tuning.Children("device").Select(Device).Where(device => device != new BlockIoDeviceTuning { Path = device.Path })],
    };

    public static XElement? Write(BlockIoTuning tuning) => UnlessEmpty("blkiotune",
    [
        Number("weight", tuning.Weight),
        .. tuning.Devices.Items.Select(device => new XElement("device",
            Text("path", device.Path),
            Number("weight", device.Weight),
            Number("read_iops_sec", device.ReadsPerSecond),
            Number("write_iops_sec", device.WritesPerSecond),
            Number("read_bytes_sec", device.ReadBytesPerSecond),
            Number("write_bytes_sec", device.WriteBytesPerSecond))),
    ]);

    private static BlockIoDeviceTuning Device(ElementReader device)
    {
        var path = device.RequiredChild("path").TextPath() ?? throw device.Missing("path");
        device.Claim("blkiotune device", path);
        return new BlockIoDeviceTuning
        {
            Path = path,
            Weight = Weight(device),
            ReadsPerSecond = Rate(device, "read_iops_sec", uint.MaxValue),
            WritesPerSecond = Rate(device, "write_iops_sec", uint.MaxValue),
            ReadBytesPerSecond = Rate(device, "read_bytes_sec", long.MaxValue),
            WriteBytesPerSecond = Rate(device, "write_bytes_sec", long.MaxValue),
        };
    }

    private static int? Weight(ElementReader parent) => parent.Child("weight") is { } weight ? (int)weight.TextNumber(LeastWeight, MostWeight) : null;

    // 0 is no limit, which is what nothing means.
    private static long? Rate(ElementReader device, string name, long most) => device.Child(name)?.TextNumber(0, most) is > 0 and var rate ? rate : null;

    private static XElement? Number(string name, long? value) => value is null ? null : new XElement(name, value.Value.ToString(CultureInfo.InvariantCulture));
}
