namespace Pando.Cli.Usage;

/// <summary>Finds what somebody meant who made a typing mistake.</summary>
internal static class Spelling
{
    /// <summary>The word that the fewest changes lead to, or null where none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.Select(candidate => (Candidate: candidate, Changes: Changes(word, candidate)))
            .Where(pair => pair.Changes <= Math.Max(1, pair.Candidate.Length / 3))
            .OrderBy(pair => pair.Changes)
            .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();

    /// <summary>Letters to put in, take out, change or swap with their neighbour (optimal string alignment).</summary>
    private static int Changes(string from, string to)
    {
        var costs = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            costs[i, 0] = i;
        }
        for (var j = 0; j <= to.Length; j++)
        {
            costs[0, j] = j;
        }
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var change = costs[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(change, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }
        return costs[from.Length, to.Length];
    }
}
