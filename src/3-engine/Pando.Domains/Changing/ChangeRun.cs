using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>A definition that a change stores.</summary>
/// <param name="Definition">The new one.</param>
/// <param name="BaseVersion">The version that it was made from.</param>
/// <param name="Change">What the caller does, for the list of versions.</param>
internal sealed record NewDefinition(DomainDefinition Definition, int BaseVersion, string Change);

/// <summary>What the steps of one change hand to each other in memory. Empty when a later daemon undoes it.</summary>
internal sealed class ChangeRun
{
    /// <summary>The machine's process; null where only the definition is changed.</summary>
    public RunningGuest? Guest { get; init; }

    /// <summary>The running machine with its new devices; null where none is plugged in.</summary>
    public PlacedDevices? Placed { get; init; }

    /// <summary>The new devices as if a machine of them alone were started: what that takes of the host, a plug takes too.</summary>
    public StartRun? Start { get; init; }

    /// <summary>The device that is updated; null where none is.</summary>
    public DeviceUpdate? Update { get; init; }

    /// <summary>The definition to store; null where it stays.</summary>
    public NewDefinition? Config { get; init; }
}
