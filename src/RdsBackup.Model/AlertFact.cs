namespace RdsBackup;

/// <summary>One more thing worth knowing of an alert event, such as its bucket or the age of a backup.</summary>
/// <param name="Name">What it is, in the user's language.</param>
/// <param name="Value">Its value, as people read it. Free of secrets.</param>
public sealed record AlertFact(string Name, string Value)
{
    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name}: {Value}";
}
