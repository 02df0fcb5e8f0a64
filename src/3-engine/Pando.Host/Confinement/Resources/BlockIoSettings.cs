using System.Globalization;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Host.Confinement.Resources;

/// <summary>The machine's share of the host's disks (cgroup v2: io.weight or BFQ's own, io.max).</summary>
internal static class BlockIoSettings
{
    // BFQ's comes first: where its scheduler is in use, io.weight has no effect.
    private static readonly string[] WeightFiles = ["io.bfq.weight", "io.weight"];

    public static IEnumerable<GroupSetting> Of(DomainDefinition machine)
    {
        BlockIoTuning tuning = machine.BlockIoTuning;
        if (tuning.Weight is { } weight)
        {
            yield return new GroupSetting("io", WeightFiles, $"default {weight}", "default 100", "blkiotune/weight");
        }

        foreach (BlockIoDeviceTuning device in tuning.Devices)
        {
            string number = Number(machine, device.Path);
            if (device.Weight is > 0 and var own)
            {
                yield return new GroupSetting("io", WeightFiles, $"{number} {own}", $"{number} default", "blkiotune/device/weight");
            }

            if ((device.ReadBytesPerSecond ?? device.WriteBytesPerSecond ?? device.ReadsPerSecond ?? device.WritesPerSecond) is not null)
            {
                yield return new GroupSetting(
                    "io",
                    ["io.max"],
                    $"{number} rbps={Limit(device.ReadBytesPerSecond)} wbps={Limit(device.WriteBytesPerSecond)} riops={Limit(device.ReadsPerSecond)} wiops={Limit(device.WritesPerSecond)}",
                    $"{number} rbps=max wbps=max riops=max wiops=max",
                    "blkiotune/device");
            }
        }
    }

    private static string Limit(long? value) => value is > 0 and var limit ? limit.ToString(CultureInfo.InvariantCulture) : "max";

    /// <summary><c>8:0</c></summary>
    private static string Number(DomainDefinition machine, string path)
    {
        try
        {
            FileStatus status = PathWalk.Status(path);
            if (status.Kind == FileKind.BlockDevice)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{status.DeviceNode >> 32}:{status.DeviceNode & uint.MaxValue}");
            }
        }
        catch (IOException)
        {
            // Said below in the same words: it is no disk of the host.
        }

        throw new CallerException(ErrorCodes.Confinement.NoDisk, ("name", machine.Name), ("path", path));
    }
}
