using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model;
using Pando.Model.Domains.Devices;

namespace Pando.Networks.Filters;

/// <summary>Which interfaces stand behind filters, a file each: it goes with the boot, as the interfaces do, and outlives the daemon.</summary>
internal static class FilteredCardFile
{
    private const string Ending = ".json";

    public static void Write(InstancePaths paths, FilteredCard card)
    {
        Directory.CreateDirectory(paths.FilteredCards);
        var content = new FilteredCardContent(
            1, card.Machine, card.Device, card.Tap, card.TapIndex, card.Mac.ToString(), card.Network, card.Filter.Filter, [.. card.Filter.Parameters.Items])
        { MachineId = card.MachineId };
        var path = PathOf(paths, card.TapIndex);
        // No fsync: after a crash of the host there is no tap either.
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(content, FilteredCardJson.Default.FilteredCardContent));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>All of them, by the number of the tap.</summary>
    public static IReadOnlyList<FilteredCard> All(InstancePaths paths) => !Directory.Exists(paths.FilteredCards)
        ? []
        :
        [
            .. Directory.EnumerateFiles(paths.FilteredCards, "*" + Ending).Select(TryRead).OfType<FilteredCard>().OrderBy(static card => card.TapIndex),
        ];

    public static void Delete(InstancePaths paths, int tapIndex) => File.Delete(PathOf(paths, tapIndex));

    private static string PathOf(InstancePaths paths, int tapIndex) =>
        Path.Combine(paths.FilteredCards, tapIndex.ToString(CultureInfo.InvariantCulture) + Ending);

    private static FilteredCard? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), FilteredCardJson.Default.FilteredCardContent) is { Tap: not null, Filter: not null } read
                && MacAddress.TryParse(read.Mac, out var mac)
                ? new FilteredCard(read.Machine, read.Device, read.Tap, read.TapIndex, mac, read.Network, new FilterReference(read.Filter, [.. read.Parameters ?? []])) { MachineId = read.MachineId }
                : null;
        }
        // Anything else than its being gone is an error: a card that cannot be read must not lose its rules for it.
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>The form on disk. <c>Format</c> grows when a daemon that knows only an older one could not read it.</summary>
internal sealed record FilteredCardContent(
    int Format, string Machine, string Device, string Tap, int TapIndex, string Mac, string? Network, string Filter, IReadOnlyList<FilterParameter>? Parameters)
{
    public Guid? MachineId { get; init; }
}

[JsonSerializable(typeof(FilteredCardContent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class FilteredCardJson : JsonSerializerContext;
