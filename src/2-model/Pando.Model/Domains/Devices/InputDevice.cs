using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A keyboard or a pointer.</summary>
public sealed record InputDevice : Device
{
    /// <summary>What it is.</summary>
    public required InputKind Kind { get; init; }

    /// <summary>What it hangs on; null until the default is filled in, and for what the host's keyboard is typed into.</summary>
    public InputBus? Bus { get; init; }

    /// <summary>Which form of virtio a virtio device has; null is the usual one.</summary>
    public VirtioModel? Model { get; init; }

    /// <summary>What a virtio device is told about its rings.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;

    /// <summary>The device of the host (<c>/dev/input/event3</c>) of <see cref="InputKind.PassThrough"/> and <see cref="InputKind.EventDevice"/>.</summary>
    public string? SourcePath { get; init; }

    /// <summary>How an event device is shared with the host; null leaves it to QEMU.</summary>
    public InputGrab? Grab { get; init; }
}

/// <summary>How a guest shares a keyboard with its host.</summary>
public sealed record InputGrab
{
    /// <summary>Whether all event devices of the machine are grabbed and released with this one.</summary>
    public bool All { get; init; }

    /// <summary>The keys that grab and release; null is both control keys.</summary>
    public InputGrabToggle? Toggle { get; init; }

    /// <summary>Whether a key that is held repeats; null leaves it to QEMU.</summary>
    public bool? Repeat { get; init; }
}

/// <summary>The keys by which a keyboard changes between guest and host.</summary>
public enum InputGrabToggle
{
    /// <summary>Both control keys.</summary>
    CtrlCtrl,

    /// <summary>Both alt keys.</summary>
    AltAlt,

    /// <summary>Both shift keys.</summary>
    ShiftShift,

    /// <summary>Both meta keys.</summary>
    MetaMeta,

    /// <summary>Scroll lock.</summary>
    [XmlEnum("scrolllock")]
    ScrollLock,

    /// <summary>Control and scroll lock.</summary>
    [XmlEnum("ctrl-scrolllock")]
    CtrlScrollLock,
}

/// <summary>What an input device is.</summary>
public enum InputKind
{
    /// <summary>A pointer with absolute positions.</summary>
    Tablet,

    /// <summary>A pointer with relative movements.</summary>
    Mouse,

    /// <summary>A keyboard.</summary>
    Keyboard,

    /// <summary>A device of the host, seen by the guest as it is.</summary>
    [XmlEnum("passthrough")]
    PassThrough,

    /// <summary>A device of the host that drives the guest's keyboard or pointer.</summary>
    [XmlEnum("evdev")]
    EventDevice,
}

/// <summary>What an input device hangs on.</summary>
public enum InputBus
{
    /// <summary>The PS/2 ports every PC has.</summary>
    [XmlEnum("ps2")]
    Ps2,

    /// <summary>USB.</summary>
    Usb,

    /// <summary>virtio-input.</summary>
    Virtio,
}
