using Pando.Model.Xml;

namespace Pando.Model.Domains;

/// <summary>The words of <see cref="PerfEventName"/>: libvirt's, as <c>cpu_cycles</c>.</summary>
public static class PerfEventNames
{
    /// <summary>Its word.</summary>
    public static string Word(PerfEventName name) => XmlWords<PerfEventName>.Of(name);

    /// <summary>The event of that word; null where there is none.</summary>
    public static PerfEventName? Of(string word) => XmlWords<PerfEventName>.TryRead(word, out var name) ? name : null;
}
