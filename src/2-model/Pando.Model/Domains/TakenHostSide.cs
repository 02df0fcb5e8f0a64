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

    /// <summary>Images that take what is written to disks that forget it.</summary>
    public IReadOnlyList<Overlay>? Overlays { get; init; }

    /// <summary>The machine's devices, by alias, that something of it is for.</summary>
    [JsonIgnore]
    public IReadOnlySet<string> Aliases =>
        (Attachments ?? []).Select(made => made.Alias)
            .Concat((Devices ?? []).Select(taken => taken.Alias))
            .Concat((Overlays ?? []).Select(overlay => overlay.Alias))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>This and that of devices that were plugged in.</summary>
    public TakenHostSide And(TakenHostSide other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TakenHostSide
        {
            Attachments = [.. Attachments ?? [], .. other.Attachments ?? []],
            Devices = [.. Devices ?? [], .. other.Devices ?? []],
            Files = [.. Files ?? [], .. other.Files ?? []],
            Overlays = [.. Overlays ?? [], .. other.Overlays ?? []],
        };
    }

    /// <summary>What is for these devices of the machine.</summary>
    public TakenHostSide Of(IReadOnlyCollection<string> aliases) => Only(alias => alias is not null && aliases.Contains(alias, StringComparer.Ordinal)) with { Files = null };

    /// <summary>All but what is for these devices of the machine.</summary>
    public TakenHostSide Without(IReadOnlyCollection<string> aliases) => Only(alias => alias is null || !aliases.Contains(alias, StringComparer.Ordinal));

    private TakenHostSide Only(Func<string?, bool> isFor) => this with
    {
        Attachments = [.. (Attachments ?? []).Where(made => isFor(made.Alias))],
        Devices = [.. (Devices ?? []).Where(taken => isFor(taken.Alias))],
        Overlays = [.. (Overlays ?? []).Where(overlay => isFor(overlay.Alias))],
    };
}
