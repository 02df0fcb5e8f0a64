using Pando.Model.Domains;

namespace Pando.Model.Xml.Processors;

/// <summary>Writes a processor by itself, as it stands in a definition.</summary>
public static class CpuDefinitionText
{
    /// <summary>The element.</summary>
    public static string Write(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return XmlText.Of(CpuXml.Write(cpu));
    }
}
