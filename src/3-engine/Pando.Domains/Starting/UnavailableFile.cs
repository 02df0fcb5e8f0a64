using Pando.Model.Errors;

namespace Pando.Domains.Starting;

/// <summary>Says for which machine a file could not be opened; the component of its path and the reason are storage's own.</summary>
internal static class UnavailableFile
{
    private const string PathCodes = "storage.path-";

    /// <summary><c>domain.disk-unavailable</c> for what storage threw.</summary>
    public static CallerException Of(PandoException failure, string machine, string path)
    {
        // What a reason of storage's is filled with comes along, behind our own facts.
        var others = failure.Facts.Where(fact => fact.Name is not ("name" or "path" or "component" or "reason"));
        return new CallerException(
            ErrorCodes.Domain.DiskUnavailable, failure,
            [("name", machine), ("path", path), ("component", Fact(failure, "component") ?? Fact(failure, "path") ?? path), ("reason", Reason(failure)), .. others]);
    }

    /// <summary>A text in the reader's language; where there is none, what storage says, as a part of a sentence.</summary>
    private static string Reason(PandoException failure) =>
        Fact(failure, "reason")
        ?? (failure.Code.Name.StartsWith(PathCodes, StringComparison.Ordinal) && failure.Code != ErrorCodes.Storage.PathUnavailable
            ? $"domain.reason.{failure.Code.Name[PathCodes.Length..]}"
            : failure.Message.TrimEnd('.'));

    private static string? Fact(PandoException failure, string name) => failure.Facts.FirstOrDefault(fact => fact.Name == name).Value;
}
