using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>input</c> and <c>output</c> elements of an audio backend.</summary>
internal static class AudioStreamXml
{
    public static AudioStream Read(ElementReader? stream, AudioDriver driver)
    {
        if (stream is null)
        {
            return AudioStream.Unsaid;
        }
        var settings = stream.Child("settings");
        var common = new AudioStream
        {
            MixingEngine = stream.YesNo("mixingEngine"),
            FixedSettings = stream.YesNo("fixedSettings"),
            Voices = stream.Number("voices"),
            BufferMicroseconds = stream.Number("bufferLength"),
            Frequency = settings?.Number("frequency"),
            Channels = settings?.Number("channels"),
            Format = settings?.Word<AudioFormat>("format"),
        };
        if (settings is not null && common.FixedSettings != true)
        {
            throw settings.Conflict("@fixedSettings != 'yes'");
        }
        // What mixes is what converts.
        if (common is { FixedSettings: true, MixingEngine: not true })
        {
            throw stream.Conflict("@mixingEngine != 'yes'");
        }
        return driver switch
        {
            AudioDriver.Alsa => common with { Device = stream.Attribute("dev") },
            AudioDriver.Oss => common with { Device = stream.Attribute("dev"), BufferCount = stream.Number("bufferCount"), TryPoll = stream.YesNo("tryPoll") },
            AudioDriver.Sdl => common with { BufferCount = stream.Number("bufferCount") },
            AudioDriver.Jack => common with
            {
                JackServer = stream.Attribute("serverName"),
                JackClient = stream.Attribute("clientName"),
                JackConnectPorts = stream.Attribute("connectPorts"),
                JackExactName = stream.YesNo("exactName"),
            },
            AudioDriver.PulseAudio => common with
            {
                PulseName = stream.Attribute("name"),
                PulseStreamName = stream.Attribute("streamName"),
                PulseLatencyMicroseconds = stream.Number("latency"),
            },
            _ => common,
        };
    }

    public static XElement? Write(string name, AudioStream stream) => UnlessEmpty(name,
        YesNo("mixingEngine", stream.MixingEngine),
        YesNo("fixedSettings", stream.FixedSettings),
        Attribute("voices", stream.Voices),
        Attribute("bufferLength", stream.BufferMicroseconds),
        Attribute("dev", stream.Device),
        Attribute("bufferCount", stream.BufferCount),
        YesNo("tryPoll", stream.TryPoll),
        Attribute("serverName", stream.JackServer),
        Attribute("clientName", stream.JackClient),
        Attribute("connectPorts", stream.JackConnectPorts),
        YesNo("exactName", stream.JackExactName),
        Attribute("name", stream.PulseName),
        Attribute("streamName", stream.PulseStreamName),
        Attribute("latency", stream.PulseLatencyMicroseconds),
        UnlessEmpty("settings", Attribute("frequency", stream.Frequency), Attribute("channels", stream.Channels), Word("format", stream.Format)));
}
