using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pando.Api.Json;

/// <summary>Writes an enum's members as <c>kebab-case</c> words; numbers are not accepted.</summary>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
