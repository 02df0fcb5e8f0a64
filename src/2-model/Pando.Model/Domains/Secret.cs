using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Pando.Model.Domains;

/// <summary>A text that no log, no error and no <c>ToString</c> may show.</summary>
[DebuggerDisplay("secret")]
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _value;

    /// <summary>Takes the text in.</summary>
    public Secret(string value) => _value = value;

    /// <summary>The text itself, for the one place that needs it.</summary>
    public string Reveal() => _value;

    /// <summary>Always the same, whatever the secret is.</summary>
    public override string ToString() => "***";

    /// <summary>Compares in a time that does not tell how much was equal.</summary>
    public bool Equals(Secret? other) => other is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_value), Encoding.UTF8.GetBytes(other._value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);
}
