using System.Text.Json.Serialization;
using Pando.Model.Ports;

namespace Pando.Model.Domains;

/// <summary>What stays on the host when a machine's process is gone, until it is released.</summary>
public sealed record TakenHostSide
{
    /// <summary>Nothing.</summary>
    public static readonly TakenHostSide Nothing = new();

    /// <summary>Ends of interfaces that do not go away with their descriptors.</summary>
    public IReadOnlyList<AttachmentRecord>? Attachments { get; init; }

    /// <summary>Devices to be given back.</summary>
    public IReadOnlyList<HostDeviceRecord>? Devices { get; init; }

    /// <summary>Files that are of one run only.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>The machine's devices, by alias, that something of it is for.</summary>
    [JsonIgnore]
    public IReadOnlySet<string> Aliases =>
        (Attachments ?? []).Select(made => made.Alias).Concat((Devices ?? []).Select(taken => taken.Alias)).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>This and that of devices that were plugged in.</summary>
    public TakenHostSide And(TakenHostSide other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TakenHostSide
        {
            Attachments = [.. Attachments ?? [], .. other.Attachments ?? []],
            Devices = [.. Devices ?? [], .. other.Devices ?? []],
            Files = [.. Files ?? [], .. other.Files ?? []],
        };
    }

    /// <summary>What is for these devices of the machine.</summary>
    public TakenHostSide Of(IReadOnlyCollection<string> aliases) => new()
    {
        Attachments = [.. (Attachments ?? []).Where(made => made.Alias is { } alias && aliases.Contains(alias, StringComparer.Ordinal))],
        Devices = [.. (Devices ?? []).Where(taken => taken.Alias is { } alias && aliases.Contains(alias, StringComparer.Ordinal))],
    };

    /// <summary>All but what is for these devices of the machine.</summary>
    public TakenHostSide Without(IReadOnlyCollection<string> aliases) => this with
    {
        Attachments = [.. (Attachments ?? []).Where(made => made.Alias is null || !aliases.Contains(made.Alias, StringComparer.Ordinal))],
        Devices = [.. (Devices ?? []).Where(taken => taken.Alias is null || !aliases.Contains(taken.Alias, StringComparer.Ordinal))],
    };
}
