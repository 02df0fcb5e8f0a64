namespace Pando.Model.Domains.Devices;

/// <summary>One direction of an audio backend. What a driver does not have stays null.</summary>
public sealed record AudioStream
{
    /// <summary>Nothing is said; QEMU decides.</summary>
    public static readonly AudioStream Unsaid = new();

    /// <summary>Whether QEMU mixes the streams of several cards.</summary>
    public bool? MixingEngine { get; init; }

    /// <summary>Whether frequency, channels and format are those below, whatever the guest asks for.</summary>
    public bool? FixedSettings { get; init; }

    /// <summary>How many streams there may be.</summary>
    public int? Voices { get; init; }

    /// <summary>The length of the buffer, in microseconds.</summary>
    public int? BufferMicroseconds { get; init; }

    /// <summary>Samples a second, with <see cref="FixedSettings"/>.</summary>
    public int? Frequency { get; init; }

    /// <summary>How many channels, with <see cref="FixedSettings"/>.</summary>
    public int? Channels { get; init; }

    /// <summary>What a sample is, with <see cref="FixedSettings"/>.</summary>
    public AudioFormat? Format { get; init; }

    /// <summary>ALSA, OSS: the device.</summary>
    public string? Device { get; init; }

    /// <summary>OSS, SDL: the number of buffers.</summary>
    public int? BufferCount { get; init; }

    /// <summary>OSS: whether poll(2) is used where it can be.</summary>
    public bool? TryPoll { get; init; }

    /// <summary>JACK: the server.</summary>
    public string? JackServer { get; init; }

    /// <summary>JACK: what QEMU is called there.</summary>
    public string? JackClient { get; init; }

    /// <summary>JACK: the ports to connect to, a regular expression.</summary>
    public string? JackConnectPorts { get; init; }

    /// <summary>JACK: whether another name is not good enough.</summary>
    public bool? JackExactName { get; init; }

    /// <summary>PulseAudio: the sink or source.</summary>
    public string? PulseName { get; init; }

    /// <summary>PulseAudio: what the stream is called.</summary>
    public string? PulseStreamName { get; init; }

    /// <summary>PulseAudio: the latency asked for, in microseconds.</summary>
    public int? PulseLatencyMicroseconds { get; init; }
}

/// <summary>What a sample of sound is: signed, unsigned or a floating-point number, and its bits.</summary>
public enum AudioFormat
{
    /// <summary>8 bits, signed.</summary>
    S8,

    /// <summary>8 bits, unsigned.</summary>
    U8,

    /// <summary>16 bits, signed.</summary>
    S16,

    /// <summary>16 bits, unsigned.</summary>
    U16,

    /// <summary>32 bits, signed.</summary>
    S32,

    /// <summary>32 bits, unsigned.</summary>
    U32,

    /// <summary>32 bits, floating point.</summary>
    F32,
}
