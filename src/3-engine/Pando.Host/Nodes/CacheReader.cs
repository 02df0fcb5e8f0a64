using System.Globalization;
using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Nodes;

/// <summary>Reads the caches that processors share, from /sys/devices/system/cpu/cpu…/cache: those of the third level and above.</summary>
internal static class CacheReader
{
    private const int FirstShared = 3;

    public static IEnumerable<HostCacheBank> Read(HostFiles files, IEnumerable<int> processors) => processors
        .SelectMany(processor => Of(files, string.Create(CultureInfo.InvariantCulture, $"/sys/devices/system/cpu/cpu{processor}/cache")))
        // The kernel tells of it at every processor that has it.
        .Distinct()
        .OrderBy(static bank => bank.Level).ThenBy(static bank => bank.Kind, StringComparer.Ordinal).ThenBy(static bank => bank.Id);

    private static IEnumerable<HostCacheBank> Of(HostFiles files, string folder) => files.Names(folder)
        .Where(static name => name.StartsWith("index", StringComparison.Ordinal))
        .Select(name => One(files, $"{folder}/{name}"))
        .OfType<HostCacheBank>();

    private static HostCacheBank? One(HostFiles files, string folder) =>
        files.Number($"{folder}/level") is >= FirstShared and <= 9 and var level
        && Kind(files.Text($"{folder}/type")) is { } kind
        && SizeKiB(files.Text($"{folder}/size")) is { } size
        && files.Text($"{folder}/shared_cpu_list") is { Length: > 0 } processors
            ? new HostCacheBank((int)(files.Number($"{folder}/id") ?? 0), (int)level, kind, size, processors)
            : null;

    private static string? Kind(string? word) => word switch
    {
        "Unified" => "both",
        "Instruction" => "code",
        "Data" => "data",
        _ => null,
    };

    // "32768K"
    private static long? SizeKiB(string? text) =>
        text is [.. var digits, 'K'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
}
