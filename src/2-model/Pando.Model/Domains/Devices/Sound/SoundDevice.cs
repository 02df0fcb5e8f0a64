using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A sound card.</summary>
public sealed record SoundDevice : Device
{
    /// <summary>What it is.</summary>
    public required SoundModel Model { get; init; }

    /// <summary>The ends of an HD audio card (ich6, ich9); none is one with both.</summary>
    public EquatableArray<SoundCodec> Codecs { get; init; }

    /// <summary>The number of the audio backend it plays to; null is the first.</summary>
    public int? AudioId { get; init; }
}

/// <summary>What a sound card is.</summary>
public enum SoundModel
{
    /// <summary>Sound Blaster 16, on ISA.</summary>
    Sb16,

    /// <summary>Ensoniq AudioPCI.</summary>
    Es1370,

    /// <summary>The PC's own speaker.</summary>
    [XmlEnum("pcspk")]
    PcSpeaker,

    /// <summary>Intel AC'97.</summary>
    Ac97,

    /// <summary>Intel HD audio of the ICH6.</summary>
    Ich6,

    /// <summary>Intel HD audio of the ICH9.</summary>
    Ich9,

    /// <summary>A USB headset.</summary>
    Usb,

    /// <summary>virtio-sound.</summary>
    Virtio,
}

/// <summary>An end of an HD audio card.</summary>
public enum SoundCodec
{
    /// <summary>Line out and line in.</summary>
    Duplex,

    /// <summary>Speaker and microphone.</summary>
    Micro,

    /// <summary>Line out alone.</summary>
    Output,
}
