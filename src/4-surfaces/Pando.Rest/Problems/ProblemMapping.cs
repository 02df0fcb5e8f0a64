using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Pando.Api.Problems;
using Pando.Model.Errors;

namespace Pando.Rest.Problems;

/// <summary>Makes RFC 9457 problems of errors, in a reader's language.</summary>
internal static class ProblemMapping
{
    /// <summary>Of a failure.</summary>
    public static Problem Of(PandoException failure, CultureInfo culture, string? instance = null) =>
        Make(failure.Code, failure.Facts, failure.PeerWords, culture) with { Instance = instance };

    /// <summary>Of an error that was written down, with the step that it happened in.</summary>
    public static Problem Of(ErrorCode code, IReadOnlyList<ErrorFact> facts, string? peerWords, string? step, CultureInfo culture) =>
        Make(code, facts, peerWords, culture) with { Step = step };

    private static Problem Make(ErrorCode code, IReadOnlyList<ErrorFact> facts, string? peerWords, CultureInfo culture)
    {
        var status = ProblemStatus.Of(code);
        // What was put together, such as a definition with one device more, was not read from a text: there is no line.
        facts = [.. facts.Where(static fact => fact is not { Name: "line", Value: "0" })];
        return new Problem
        {
            Type = Problem.TypePrefix + code.Name,
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = ErrorTexts.Sentence(code, facts, culture),
            Code = code.Name,
            Kind = ProblemStatus.KindOf(code.Kind),
            Facts = facts.Count == 0 ? null : ByName(facts),
            Remedy = ErrorTexts.Remedy(code, facts, culture),
            PeerWords = peerWords,
            Line = Number(facts, "line"),
            Column = Number(facts, "column"),
            // XML that cannot even be read has a line and no element.
            Element = facts.FirstOrDefault(fact => fact.Name == "element").Value is { Length: > 0 } element ? element : null,
        };
    }

    private static Dictionary<string, string> ByName(IReadOnlyList<ErrorFact> facts)
    {
        var named = new Dictionary<string, string>(facts.Count, StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            named[fact.Name] = fact.Value;
        }
        return named;
    }

    private static int? Number(IReadOnlyList<ErrorFact> facts, string name) =>
        int.TryParse(facts.FirstOrDefault(fact => fact.Name == name).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
