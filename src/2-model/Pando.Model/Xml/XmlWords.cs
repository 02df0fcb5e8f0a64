using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Xml.Serialization;

namespace Pando.Model.Xml;

/// <summary>
/// The words that stand for the members of an enum in libvirt's XML: the member's name in lower case with
/// hyphens between its words, unless <see cref="XmlEnumAttribute"/> says another.
/// </summary>
internal static class XmlWords<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToFrozenDictionary(field => (T)field.GetValue(null)!, field => field.GetCustomAttribute<XmlEnumAttribute>()?.Name ?? Hyphened(field.Name));

    private static readonly FrozenDictionary<string, T> Members = Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Every word, for an error that says what could stand there.</summary>
    public static string All { get; } = string.Join(" | ", Words.OrderBy(pair => pair.Key).Select(pair => pair.Value));

    /// <summary>The word of a member.</summary>
    public static string Of(T member) => Words[member];

    /// <summary>The member of a word; false where there is none.</summary>
    public static bool TryRead(string word, out T member) => Members.TryGetValue(word, out member);

    private static string Hyphened(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
            {
                word.Append('-');
            }
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }
}
