using System.Globalization;

namespace Pando.Model.Errors;

/// <summary>
/// A failure that has a name. It says which thing it happened to, why, and what to do, in the reader's language:
/// the text is made from <see cref="Code"/> and <see cref="Facts"/> when it is shown, not when it is thrown.
/// </summary>
public abstract class PandoException : Exception
{
    private protected PandoException(ErrorCode code, IReadOnlyList<ErrorFact> facts, string? peerWords, Exception? cause)
        : base(null, cause)
    {
        Code = code;
        Facts = facts;
        PeerWords = peerWords;
    }

    /// <summary>The stable name of what happened.</summary>
    public ErrorCode Code { get; }

    /// <summary>The names and values the sentence is made of: <c>name=web1</c>.</summary>
    public IReadOnlyList<ErrorFact> Facts { get; }

    /// <summary>What the peer (QEMU, qemu-img, the kernel) said, word for word; null when no peer spoke.</summary>
    public string? PeerWords { get; }

    /// <summary>The sentence in English, the peer's words behind it.</summary>
    public override string Message => Describe(CultureInfo.InvariantCulture);

    /// <summary>The sentence in the reader's language, the peer's words behind it.</summary>
    public string Describe(CultureInfo culture)
    {
        var sentence = ErrorTexts.Sentence(Code, Facts, culture);
        return PeerWords is null ? sentence : $"{sentence} {PeerWords.Trim()}";
    }

    /// <summary>What to do about it in the reader's language; null where that cannot be known.</summary>
    public string? Remedy(CultureInfo culture) => ErrorTexts.Remedy(Code, Facts, culture);
}

/// <summary>One name and value of an error's sentence.</summary>
/// <param name="Name">The placeholder in the text, without braces.</param>
/// <param name="Value">Its value, already in a form for people.</param>
public readonly record struct ErrorFact(string Name, string Value)
{
    /// <summary>Lets callers write <c>("name", value)</c>.</summary>
    public static implicit operator ErrorFact((string Name, string Value) pair) => new(pair.Name, pair.Value);
}
