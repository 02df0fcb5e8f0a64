using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A SPICE server.</summary>
public sealed record SpiceGraphics : ServedGraphics
{
    /// <summary>The port of encrypted connections; null is none, or one that is chosen at each start.</summary>
    public int? TlsPort { get; init; }

    /// <summary>How channels connect that do not say; null is any way.</summary>
    public SpiceChannelMode? DefaultMode { get; init; }

    /// <summary>The channels that must connect in a certain way.</summary>
    public EquatableArray<SpiceChannel> Channels { get; init; }

    /// <summary>How images are compressed; null leaves it to the server.</summary>
    public SpiceImageCompression? Image { get; init; }

    /// <summary>Whether images go as JPEG over a slow line; null leaves it to the server.</summary>
    public SpiceCompression? Jpeg { get; init; }

    /// <summary>Whether images go as GLZ over a slow line; null leaves it to the server.</summary>
    public SpiceCompression? Zlib { get; init; }

    /// <summary>Whether sound is compressed; null leaves it to the server.</summary>
    public bool? Playback { get; init; }

    /// <summary>Which moving parts of the screen go as a video; null leaves it to the server.</summary>
    public SpiceStreaming? Streaming { get; init; }

    /// <summary>Who moves the pointer; null leaves it to the server.</summary>
    public SpiceMouseMode? MouseMode { get; init; }

    /// <summary>Whether the clipboard is shared; null is yes.</summary>
    public bool? ClipboardCopyPaste { get; init; }

    /// <summary>Whether files dropped onto the client reach the guest; null is yes.</summary>
    public bool? FileTransfer { get; init; }

    /// <summary>Drawing with the host's graphics card, for clients on this host; null is as usual.</summary>
    public DisplayGl? Gl { get; init; }
}

/// <summary>A channel of a SPICE display and how it must connect.</summary>
/// <param name="Name">Which.</param>
/// <param name="Mode">How.</param>
public sealed record SpiceChannel(SpiceChannelName Name, SpiceChannelMode Mode);

/// <summary>The channels of a SPICE display.</summary>
public enum SpiceChannelName
{
    /// <summary>Control.</summary>
    Main,

    /// <summary>The screen.</summary>
    Display,

    /// <summary>Keyboard and pointer.</summary>
    Inputs,

    /// <summary>The pointer's shape.</summary>
    Cursor,

    /// <summary>Sound to the client.</summary>
    Playback,

    /// <summary>Sound from the client.</summary>
    Record,

    /// <summary>Smart cards.</summary>
    Smartcard,

    /// <summary>USB devices of the client.</summary>
    [XmlEnum("usbredir")]
    UsbRedirection,
}

/// <summary>How a channel connects.</summary>
public enum SpiceChannelMode
{
    /// <summary>Either way.</summary>
    Any,

    /// <summary>Encrypted.</summary>
    Secure,

    /// <summary>In the clear.</summary>
    Insecure,
}

/// <summary>How images are compressed.</summary>
public enum SpiceImageCompression
{
    /// <summary>GLZ or QUIC, by the image.</summary>
    [XmlEnum("auto_glz")]
    AutoGlz,

    /// <summary>LZ or QUIC, by the image.</summary>
    [XmlEnum("auto_lz")]
    AutoLz,

    /// <summary>QUIC.</summary>
    Quic,

    /// <summary>GLZ.</summary>
    Glz,

    /// <summary>LZ.</summary>
    Lz,

    /// <summary>Not at all.</summary>
    Off,
}

/// <summary>Whether images are compressed over a slow line.</summary>
public enum SpiceCompression
{
    /// <summary>Where it helps.</summary>
    Auto,

    /// <summary>Never.</summary>
    Never,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>Which moving parts of the screen go as a video.</summary>
public enum SpiceStreaming
{
    /// <summary>Those that change like a video.</summary>
    Filter,

    /// <summary>All.</summary>
    All,

    /// <summary>None.</summary>
    Off,
}
