using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>Where a sound card's output goes and its input comes from.</summary>
/// <param name="Id">Its number, from 1.</param>
public sealed record AudioBackend(int Id)
{
    /// <summary>What plays and records.</summary>
    public AudioDriver Driver { get; init; } = AudioDriver.None;

    /// <summary>How often it is served, in microseconds; null leaves it to QEMU.</summary>
    public int? TimerPeriodMicroseconds { get; init; }

    /// <summary>How it records.</summary>
    public AudioStream Input { get; init; } = AudioStream.Unsaid;

    /// <summary>How it plays.</summary>
    public AudioStream Output { get; init; } = AudioStream.Unsaid;

    /// <summary>Whether OSS shares its buffer by mmap(2) where it can; null leaves it to QEMU.</summary>
    public bool? OssTryMemoryMap { get; init; }

    /// <summary>Whether OSS has the device alone; null leaves it to QEMU.</summary>
    public bool? OssExclusive { get; init; }

    /// <summary>The timing policy of OSS 4 (-1…10); null leaves it to QEMU.</summary>
    public int? OssDspPolicy { get; init; }

    /// <summary>The PulseAudio server; null is the usual one.</summary>
    public string? PulseServer { get; init; }

    /// <summary>What SDL plays through; null leaves it to SDL.</summary>
    public SdlAudioDriver? SdlDriver { get; init; }

    /// <summary>The WAV file of <see cref="AudioDriver.File"/>; null is one of the machine's own, gone when it ends.</summary>
    public string? FilePath { get; init; }
}

/// <summary>What plays and records for a sound card.</summary>
public enum AudioDriver
{
    /// <summary>Nothing: silence.</summary>
    None,

    /// <summary>ALSA.</summary>
    Alsa,

    /// <summary>The D-Bus display.</summary>
    Dbus,

    /// <summary>JACK.</summary>
    Jack,

    /// <summary>OSS.</summary>
    Oss,

    /// <summary>PulseAudio, or PipeWire in its place.</summary>
    [XmlEnum("pulseaudio")]
    PulseAudio,

    /// <summary>SDL.</summary>
    Sdl,

    /// <summary>The client of the SPICE display.</summary>
    Spice,

    /// <summary>A WAV file.</summary>
    File,
}

/// <summary>What SDL plays through.</summary>
public enum SdlAudioDriver
{
    /// <summary>The Enlightened Sound Daemon.</summary>
    Esd,

    /// <summary>ALSA.</summary>
    Alsa,

    /// <summary>aRts.</summary>
    Arts,

    /// <summary>PulseAudio.</summary>
    [XmlEnum("pulseaudio")]
    PulseAudio,
}
