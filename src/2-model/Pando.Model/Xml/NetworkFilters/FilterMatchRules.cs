using Pando.Model.NetworkFilters;

namespace Pando.Model.Xml.NetworkFilters;

/// <summary>What the attributes of a rule say against each other.</summary>
internal static class FilterMatchRules
{
    private static readonly string[] WithPorts = ["tcp", "udp", "sctp", "udplite"];

    private static readonly (string First, string Last)[] Ranges =
    [
        ("srcportstart", "srcportend"), ("dstportstart", "dstportend"), ("type", "typeend"), ("code", "codeend"), ("root-priority", "root-priority-hi"),
        ("root-cost", "root-cost-hi"), ("sender-priority", "sender-priority-hi"), ("port", "port-hi"), ("age", "age-hi"), ("max-age", "max-age-hi"),
        ("hello-time", "hello-time-hi"), ("forward-delay", "forward-delay-hi"),
    ];

    public static void Check(ElementReader element, FilterMatch match)
    {
        // By itself it would say nothing, and would be taken for something that it is not.
        foreach (var field in FilterFields.Of(match.Protocol).Where(field => field.Needs is { } needed && match.Value(field.Name) is not null && match.Value(needed) is null))
        {
            throw element.Missing("@" + field.Needs);
        }
        foreach (var (first, last) in Ranges)
        {
            if (Number(match.Value(first)) is { } least && Number(match.Value(last)) is { } most && most < least)
            {
                throw element.BadValue(last, match.Value(last)!, $"≥ {match.Value(first)}");
            }
        }
        if (match.Protocol is FilterProtocol.Ip or FilterProtocol.Ipv6)
        {
            CheckCarried(element, match);
        }
    }

    /// <summary>Ports and types are those of the protocol that is carried.</summary>
    private static void CheckCarried(ElementReader element, FilterMatch match)
    {
        var carried = match.Value("protocol");
        if (carried is not null && FilterVariable.Is(carried))
        {
            return;
        }
        Require(match.Value("srcportstart") ?? match.Value("dstportstart"), "@srcportstart, @dstportstart", WithPorts);
        Require(match.Value("type") ?? match.Value("code"), "@type, @code", ["icmpv6"]);

        void Require(string? said, string what, string[] protocols)
        {
            if (said is not null && !protocols.Contains(carried))
            {
                throw element.Conflict($"{what}: protocol = {string.Join(" | ", protocols)}");
            }
        }
    }

    private static long? Number(string? value) => value is null || FilterVariable.Is(value) ? null : FilterValues.NumberOf(value);
}
