namespace Pando.Model.Domains.Devices;

/// <summary>A device that can have an end on the host.</summary>
public interface ICharacterDevice
{
    /// <summary>That end; null where the device has none as it is set up.</summary>
    CharacterBackend? HostEnd { get; }

    /// <summary>The same device with another end.</summary>
    Device WithHostEnd(CharacterBackend backend);
}
