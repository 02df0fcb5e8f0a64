namespace Pando.Api.Saving;

/// <summary>How a machine is to be started.</summary>
public sealed record StartOptions
{
    /// <summary>Whether the guest waits for a resume.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether a managed save is discarded, and the machine booted.</summary>
    public bool ForceBoot { get; init; }

    /// <summary>Whether the guest runs after a managed save, also where it was paused then.</summary>
    public bool Running { get; init; }

    /// <summary>Whether a managed save is read past the page cache.</summary>
    public bool BypassCache { get; init; }

    /// <summary>Whether a managed save is used although disks were changed behind it.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the firmware's variables are made anew from their template.</summary>
    public bool ResetNvram { get; init; }
}
