using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A timer that the guest must set back again and again, or something is done to it.</summary>
public sealed record WatchdogDevice : Device
{
    /// <summary>What it is.</summary>
    public required WatchdogModel Model { get; init; }

    /// <summary>What is done; null is a reset.</summary>
    public WatchdogAction? Action { get; init; }
}

/// <summary>What a watchdog is.</summary>
public enum WatchdogModel
{
    /// <summary>Intel 6300ESB, on PCI.</summary>
    I6300esb,

    /// <summary>iBASE 700, on ISA.</summary>
    Ib700,

    /// <summary>The one of the q35 chipset (TCO), which is there anyway.</summary>
    [XmlEnum("itco")]
    ItCo,
}

/// <summary>What is done to a guest that hangs.</summary>
public enum WatchdogAction
{
    /// <summary>It is reset.</summary>
    Reset,

    /// <summary>It is asked to shut down, which a hanging guest seldom does.</summary>
    Shutdown,

    /// <summary>It is powered off.</summary>
    [XmlEnum("poweroff")]
    PowerOff,

    /// <summary>It is paused.</summary>
    Pause,

    /// <summary>Nothing; an event tells of it.</summary>
    None,

    /// <summary>It is paused, so that its memory can be dumped.</summary>
    Dump,

    /// <summary>It gets an interrupt that cannot be masked, by which many kernels write a crash dump.</summary>
    InjectNmi,
}
