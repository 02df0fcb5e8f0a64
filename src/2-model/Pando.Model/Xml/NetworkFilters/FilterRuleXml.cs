using System.Xml.Linq;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.NetworkFilters;

/// <summary>The <c>rule</c> element.</summary>
internal static class FilterRuleXml
{
    public static FilterRule Read(ElementReader rule)
    {
        var matches = rule.Children();
        if (matches.Count > 1)
        {
            throw matches[1].Fails(ErrorCodes.Definition.Repeated);
        }
        return new FilterRule(
            rule.RequiredWord<FilterAction>("action"), rule.RequiredWord<FilterDirection>("direction"), matches is [var match] ? Match(match) : null)
        {
            Priority = rule.Number("priority", -NetworkFilterXml.HighestPriority, NetworkFilterXml.HighestPriority) ?? FilterRule.UsualPriority,
            FollowsConnections = rule.Attribute("statematch") is not { } says || !IsFalse(rule, says),
        };
    }

    public static XElement Write(FilterRule rule) => new(
        "rule",
        Word<FilterAction>("action", rule.Action), Word<FilterDirection>("direction", rule.Direction), Attribute("priority", rule.Priority),
        rule.FollowsConnections ? null : Attribute("statematch", "false"),
        rule.Match is not { } match
            ? null
            : new XElement(
                XmlWords<FilterProtocol>.Of(match.Protocol),
                match.Negated ? Attribute("match", "no") : null,
                match.Conditions.Items.Select(static condition => Attribute(condition.Field, condition.Value)),
                Attribute("comment", match.Comment)));

    private static FilterMatch Match(ElementReader match)
    {
        if (!XmlWords<FilterProtocol>.TryRead(match.Name, out var protocol))
        {
            throw match.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{match.Name}>"));
        }
        var read = new FilterMatch(protocol, [.. FilterFields.Of(protocol).Select(field => Condition(match, field)).OfType<FilterCondition>()])
        {
            Negated = match.YesNo("match") == false,
            Comment = match.Attribute("comment"),
        };
        FilterMatchRules.Check(match, read);
        return read;
    }

    private static FilterCondition? Condition(ElementReader match, FilterField field)
    {
        if (match.Attribute(field.Name) is not { } text)
        {
            return null;
        }
        if (FilterVariable.Is(text))
        {
            return FilterVariable.TryParse(text, out var variable)
                ? new FilterCondition(field.Name, variable.ToString())
                : throw match.BadValue(field.Name, text, "$NAME | $NAME[@0…] | $NAME[0…]");
        }
        return new FilterCondition(field.Name, FilterValues.Read(field.Kind, text) ?? throw match.BadValue(field.Name, text, FilterValues.Expected(field.Kind)));
    }

    private static bool IsFalse(ElementReader rule, string says) => says.ToUpperInvariant() switch
    {
        "FALSE" or "0" => true,
        "TRUE" or "1" => false,
        _ => throw rule.BadValue("statematch", says, "false | 0 | true | 1"),
    };
}
