namespace Pando.Model.Domains.Devices;

/// <summary>A keyboard or a pointer.</summary>
public sealed record InputDevice : Device
{
    /// <summary>What it is.</summary>
    public required InputKind Kind { get; init; }

    /// <summary>What it hangs on; null until the default is filled in.</summary>
    public InputBus? Bus { get; init; }
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
}

/// <summary>What an input device hangs on.</summary>
public enum InputBus
{
    /// <summary>The PS/2 ports every PC has.</summary>
    [System.Xml.Serialization.XmlEnum("ps2")]
    Ps2,

    /// <summary>USB.</summary>
    Usb,

    /// <summary>virtio-input.</summary>
    Virtio,
}
