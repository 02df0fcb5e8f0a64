using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Tuning;

/// <summary>The <c>resource</c> element.</summary>
internal static class ResourcePartitionXml
{
    private const int LongestAppId = 128;

    public static ResourcePartition Read(ElementReader resource)
    {
        var read = new ResourcePartition
        {
            Path = resource.Child("partition")?.TextPath(),
            FibreChannelAppId = resource.Child("fibrechannel") is { } channel
                ? channel.Plain("appid", static letter => letter is >= ' ' and <= '~', "' '…'~'", LongestAppId) ?? throw channel.Missing("@appid")
                : null,
        };
        return read is { Path: null, FibreChannelAppId: null } ? throw resource.Missing("partition") : read;
    }

    public static XElement Write(ResourcePartition resource) => new("resource",
        Text("partition", resource.Path),
        resource.FibreChannelAppId is null ? null : new XElement("fibrechannel", Attribute("appid", resource.FibreChannelAppId)));
}
